"""Revisions of the report: asked for, consented to by the co-chairs, and final.

What a revision says is frozen when it is asked for (report/snapshot.py); its files are made
of that alone (report_files.py). A final one needs a clean pre-flight, or a reason why not.
"""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.models import Meeting, Party, User

from .models import LANGUAGE_CODES, Report, ReportConsent, ReportKind
from .report.changes import tell_changes
from .report.preflight import BLOCKING, preflight
from .report.sections import SECTIONS
from .report.snapshot import fingerprint, says_the_same, take_snapshot

# Letters and digits that are not mistaken for one another on paper.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def request_report(
    *, kind: str, by: User, sections: list[str] | None = None, override_reason: str = ""
) -> Report:
    """Freeze what the report says now, as its next revision.

    The last revision is given back instead where nothing has changed since: a button that is
    pressed twice makes one report. Refused for a final one while the pre-flight finds what
    forbids it, unless ``override_reason`` says why it is asked for all the same.
    """
    if kind not in ReportKind.values:
        raise ValidationError(_("A report is a draft or final."), code="no_such_kind")
    known = [section.key for section in SECTIONS]
    chosen = [key for key in known if sections is None or key in sections]
    findings = preflight(kind=kind)
    forbidding = [finding for finding in findings if finding.severity == BLOCKING]
    if kind == ReportKind.FINAL and forbidding and not override_reason.strip():
        raise ValidationError(
            _("A final report needs a clean pre-flight, or a reason why it is made without one."),
            code="preflight_is_not_clean",
        )
    snapshot = take_snapshot(kind=kind, sections=chosen)
    with transaction.atomic():
        Meeting.objects.select_for_update().get()
        last = Report.objects.order_by("-number").first()
        if last and _is_the_same(last, kind, chosen, snapshot):
            return last
        if last:
            _add_changes(snapshot, last)
        number = (Report.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        return Report.objects.create(
            number=number,
            kind=kind,
            sections=chosen,
            snapshot=snapshot,
            sha256=fingerprint(snapshot),
            code="".join(secrets.choice(_SIGNS) for _sign in range(12)),
            findings=[finding.code for finding in findings],
            override_reason=override_reason.strip() if forbidding else "",
            requested_by=by,
        )


@transaction.atomic
def consent_to_report(
    report: Report, *, party: Party, by: User, sha256: str, from_address: str | None = None
) -> Report:
    """A co-chairing State consents to a report as it is; it is final with the last consent.

    Refused for a draft, for one that is no longer the last, and for another hash than its own.
    """
    report = Report.objects.select_for_update().defer("snapshot").get(pk=report.pk)
    if not party.is_co_chair:
        raise ValidationError(_("Only co-chairs consent to the report."), code="no_co_chair")
    if report.kind != ReportKind.FINAL:
        raise ValidationError(
            _("This is a draft. Ask for a final report, then consent to that."), code="is_draft"
        )
    if Report.objects.filter(kind=ReportKind.FINAL, number__gt=report.number).exists():
        raise ValidationError(
            _("There is a later final revision. Consent to that one."), code="superseded"
        )
    if sha256 != report.sha256:
        raise ValidationError(
            _("This is not the report that you read. Open it again."), code="another_hash"
        )
    ReportConsent.objects.get_or_create(
        report=report,
        party=party,
        defaults={"sha256": sha256, "given_by": by, "from_address": from_address},
    )
    still_asked = Party.objects.co_chairing().exclude(
        pk__in=report.consents.filter(sha256=report.sha256).values("party")
    )
    if report.final_at is None and not still_asked.exists():
        report.final_at = timezone.now()
        report.save(update_fields=["final_at"])
    return report


@transaction.atomic
def withdraw_consent_to_report(report: Report, *, party: Party) -> Report:
    """A co-chair takes its consent back, as long as the report is not final by it."""
    report = Report.objects.select_for_update().defer("snapshot").get(pk=report.pk)
    if report.is_final:
        raise ValidationError(
            _("This report is final. Ask for a new revision instead."), code="is_final"
        )
    report.consents.filter(party=party).delete()
    return report


def _add_changes(snapshot, last):
    """Let each language tell what changed since the last revision, where that says anything."""
    for code, content in snapshot.items():
        before = last.snapshot.get(code)
        if code in LANGUAGE_CODES and before and "sections" in before:
            content["changes"] = {"since": last.number, "told": tell_changes(before, content)}


def _is_the_same(last, kind, sections, snapshot):
    return (
        last.kind == kind and last.sections == sections and says_the_same(last.snapshot, snapshot)
    )
