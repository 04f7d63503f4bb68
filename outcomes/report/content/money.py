"""What the meeting cost: as its last statement says, or as the ledger stands."""

from datetime import date
from decimal import Decimal

from django.db.models import Case, IntegerField, Value, When
from django.utils import translation

from budget.models import BudgetLine, Contributor, Form, Statement, StatementKind
from budget.overview import summarize_budget
from gfmd_meeting import dates
from gfmd_meeting.models import Meeting

FIGURES = ("planned", "committed", "open", "paid", "left")
# What a statement calls the same.
_IN_STATEMENT = {"planned": "revised", "left": "balance"} | {
    name: name for name in ("committed", "open", "paid")
}


def budget(language: str, meeting: Meeting) -> dict:
    """The lines and what was received, as exact as the ledger keeps them.

    ``statement`` is the one that they are taken from: a final one before an interim one, the
    latest day first, in the report's language where there is a choice; none where there is
    no statement, and then the figures are those of the ledger now.
    """
    statement = _latest_statement(language)
    return _of_ledger(meeting) if statement is None else _of_statement(statement, language)


def _latest_statement(language):
    order = [
        Case(
            When(kind=StatementKind.FINAL, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        ),
        "-as_of",
        Case(When(language=language, then=Value(0)), default=Value(1), output_field=IntegerField()),
        "-entered_at",
        "-pk",
    ]
    return Statement.objects.order_by(*order).first()


def _of_statement(statement, language) -> dict:
    """The figures as the statement froze them; its words in the language of the report."""
    said, in_reports = statement.content, _dictionary(statement.language, language)

    def figures(row):
        return {name: row[_IN_STATEMENT[name]] for name in FIGURES}

    def worded(name, text):
        return in_reports.get((name, text), text)

    return {
        "statement": {
            "name": str(statement),
            "kind": statement.get_kind_display(),
            "as_of": dates.day(statement.as_of),
            "sha256": statement.sha256,
        },
        "currency": said["currency"],
        "ceiling": said["ceiling"],
        "lines": [
            {"code": line["code"], "title": worded(line["code"], line["title"])} | figures(line)
            for line in said["lines"]
        ],
        "total": figures(said["total"]),
        "contributions": [
            {name: gift[name] for name in ("currency", "amount", "value")}
            | {"contributor": worded("contributor", gift["contributor"])}
            | {"received_on": dates.day(date.fromisoformat(gift["day"]))}
            for gift in said["receipts"]
        ],
        "contributed": str(sum((Decimal(gift["value"]) for gift in said["receipts"]), Decimal(0))),
        "in_kind": [
            {
                "contributor": worded("contributor", gift["contributor"]),
                "form": worded("form", gift["form"]),
                "value": gift["received"],
            }
            for gift in said["in_kind"]
        ],
    }


def _dictionary(of: str, into: str) -> dict:
    """What lines, contributors and forms are called in one language, and in another."""
    lines, givers = (
        list(BudgetLine.objects.all()),
        list(Contributor.objects.select_related("party")),
    )

    def called(language):
        with translation.override(language):
            return [
                *((line.code, line.title) for line in lines),
                *(("contributor", giver.called) for giver in givers),
                *(("form", str(form.label)) for form in Form),
            ]

    return {there: here for there, (_name, here) in zip(called(of), called(into), strict=True)}


def _of_ledger(meeting: Meeting) -> dict:
    summary = summarize_budget(meeting)

    def exact(row, *names):
        return {name: str(row[name]) for name in names}

    return {
        "statement": None,
        "currency": summary["currency"],
        **exact(summary, "ceiling", "contributed"),
        "lines": [exact(line, "code", "title", *FIGURES) for line in summary["lines"]],
        "total": exact(summary["total"], *FIGURES),
        "contributions": [
            exact(gift, "contributor", "currency", "amount", "value")
            | {"received_on": dates.day(gift["received_on"])}
            for gift in summary["contributions"]
        ],
        "in_kind": [],
    }
