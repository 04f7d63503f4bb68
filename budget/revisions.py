"""The approved budget and its revisions: the plan frozen on a day, and what changed since."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .alerts import raise_alerts
from .currencies import write_amount
from .figures import limits_in_force, measure_lines, revision_in_force
from .ledger import lock_ledger
from .models import NOTHING, BudgetLine, BudgetRevision, RevisedLine
from .naming import refuse_names

# What a revision freezes of a line.
FROZEN = ("quantity", "unit_cost", "days", "planned")


@dataclass(frozen=True)
class LineChange:
    """A line before and after; where it was not there, its side is nothing."""

    code: str
    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal:
        return (self.after or NOTHING) - (self.before or NOTHING)


@transaction.atomic
def freeze_plan(*, decided_on: date, reason: str = "", by) -> BudgetRevision:
    """Approve the working plan, or revise what was approved; from then on it is what may be spent.

    The first is revision 0; each later one says why. Refused while a line plans less than
    is committed or paid of it, when nothing has changed, before the day of
    the last, and for a reason that names a participant: supporters read it.
    """
    meeting = lock_ledger()
    last = revision_in_force()
    lines = list(BudgetLine.objects.all())
    if not lines:
        raise ValidationError(_("There is no line to approve yet."), code="no_lines")
    if last is not None:
        _refuse_before(decided_on, last)
        if all(change.before == change.after for change in _changes(_frozen_in(last), lines)):
            raise ValidationError(
                _("The plan is as %(revision)s has it: there is nothing to revise."),
                code="nothing_changed",
                params={"revision": last},
            )
    _refuse_beneath_use(lines, meeting)
    refuse_names("reason", reason)
    revision = BudgetRevision(
        number=0 if last is None else last.number + 1,
        decided_on=decided_on,
        reason=reason.strip(),
        entered_by=by,
    )
    revision.full_clean()
    revision.save(force_insert=True)
    RevisedLine.objects.bulk_create(_freeze(line, revision) for line in lines)
    for line in lines:
        raise_alerts(line, meeting)
    return revision


def changes_of(revision: BudgetRevision) -> list[LineChange]:
    """Each line of a revision before and after it."""
    former = BudgetRevision.objects.filter(number=revision.number - 1).first()
    return _changes(_frozen_in(former) if former else [], _frozen_in(revision))


def history() -> list[tuple[BudgetRevision, list[LineChange]]]:
    """Each revision with its lines before and after it, the last first. Two queries."""
    frozen = defaultdict(list)
    for row in RevisedLine.objects.select_related("line"):
        frozen[row.revision_id].append(row)
    told, before = [], []
    for revision in BudgetRevision.objects.select_related("entered_by").order_by("number"):
        told.append((revision, _changes(before, frozen[revision.pk])))
        before = frozen[revision.pk]
    return told[::-1]


def total_of(changes: list[LineChange]) -> LineChange:
    """All lines together, before and after."""
    return LineChange(
        code="",
        title="",
        before=sum((change.before or NOTHING for change in changes), NOTHING),
        after=sum((change.after or NOTHING for change in changes), NOTHING),
    )


def changes_pending() -> list[LineChange]:
    """Each line of the working plan beside the plan in force."""
    last = revision_in_force()
    return _changes(_frozen_in(last) if last else [], list(BudgetLine.objects.all()))


def _freeze(line: BudgetLine, revision: BudgetRevision) -> RevisedLine:
    titles = {
        field.name: getattr(line, field.name)
        for field in BudgetLine._meta.concrete_fields
        if field.name.startswith("title_")
    }
    figures = {name: getattr(line, name) for name in FROZEN}
    return RevisedLine(revision=revision, line=line, **titles, **figures)


def _frozen_in(revision: BudgetRevision) -> list[RevisedLine]:
    return list(revision.lines.select_related("line"))


def _changes(before, after) -> list[LineChange]:
    """Both sides by the code of their lines."""
    first = {_code_of(row): row for row in before}
    then = {_code_of(row): row for row in after}
    return [
        LineChange(
            code=code,
            title=(then.get(code) or first[code]).title,
            before=first[code].planned if code in first else None,
            after=then[code].planned if code in then else None,
        )
        for code in sorted({*first, *then})
    ]


def _code_of(row: BudgetLine | RevisedLine) -> str:
    return row.line.code if isinstance(row, RevisedLine) else row.code


def _refuse_before(day: date, last: BudgetRevision) -> None:
    if day < last.decided_on:
        raise ValidationError(
            {
                "decided_on": ValidationError(
                    _("%(revision)s is of %(day)s: a later one is not dated before it."),
                    code="before_the_last",
                    params={"revision": last, "day": last.decided_on.isoformat()},
                )
            }
        )


def _refuse_beneath_use(lines: list[BudgetLine], meeting) -> None:
    figures, limits = measure_lines(meeting), limits_in_force()
    short = [
        line
        for line in lines
        if line.planned < figures[line.pk].used and line.planned < limits.get(line.pk, NOTHING)
    ]
    if short:
        line = short[0]
        raise ValidationError(
            _("Of line %(line)s %(currency)s %(used)s is committed or paid: it cannot plan less."),
            code="line_is_used",
            params={
                "line": line.code,
                "currency": meeting.currency,
                "used": write_amount(figures[line.pk].used),
            },
        )
