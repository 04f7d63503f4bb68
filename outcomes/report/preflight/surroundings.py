"""What is missing or doubtful around the results: texts, sessions, people, money."""

from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AgendaRelease, Session
from budget.models import Statement, StatementKind
from gfmd_meeting.models import Meeting
from outcomes.advice import advise
from outcomes.report_texts import NATURE, NEXT_STEPS, SUMMARY, TextState, places, state_in
from registrations.models import Participant, Status

from .finding import BLOCKING, DOUBTFUL, Finding, name_languages


def check_texts(meeting: Meeting, languages) -> list[Finding]:
    """What people are to write for the report, and in which languages it is not written."""
    return [
        finding
        for place in places()
        for finding in (
            _unwritten(place)
            if not place.text.is_written
            else [*_in_languages(place, languages), *_names(place, meeting)]
        )
    ]


def _unwritten(place):
    if place.key != NATURE:
        yield Finding(
            "text_unwritten",
            _("“%(text)s” is not written.") % {"text": place.title},
            BLOCKING if place.key in (SUMMARY, NEXT_STEPS) else DOUBTFUL,
            _where(place),
        )


def _in_languages(place, languages):
    states = {code: state_in(place.text, code) for code in languages}
    stale = [code for code, state in states.items() if state == TextState.STALE]
    missing = [code for code, state in states.items() if state == TextState.MISSING]
    if stale:
        yield Finding(
            "stale_text",
            _("“%(text)s” was translated from an earlier text: %(languages)s.")
            % {"text": place.title, "languages": name_languages(stale)},
            BLOCKING,
            _where(place),
        )
    if missing:
        yield Finding(
            "missing_text",
            _("“%(text)s” is not translated: %(languages)s.")
            % {"text": place.title, "languages": name_languages(missing)},
            DOUBTFUL,
            _where(place),
        )


def _names(place, meeting):
    if not meeting.chatham_house_rule or place.key == NATURE:
        return
    text = place.text
    written = getattr(text, f"text_{text.language}")
    for advice in advise(written, text.language, allows_attribution=False):
        if advice.code == "attribution":
            yield Finding(
                "name_attributed",
                _("“%(text)s” names somebody, and nothing is to be attributed: %(names)s.")
                % {"text": place.title, "names": ", ".join(advice.found)},
                DOUBTFUL,
                _where(place),
            )


def _where(place):
    return reverse("outcomes:report_text_change", args=[place.key])


def check_sessions() -> list[Finding]:
    """A working session of which nothing is recorded; an agenda that was never given out."""
    found = [
        Finding(
            "session_without_record",
            _("There is no record of %(session)s.") % {"session": session},
            DOUBTFUL,
            reverse("outcomes:session_record", args=[session.pk]),
            seen_at=reverse("outcomes:coverage"),
        )
        for session in Session.objects.working().filter(record=None)
    ]
    if not AgendaRelease.objects.exists():
        found.append(
            Finding(
                "agenda_not_released",
                _("The agenda was never given out, so the report names no chair and no speaker."),
                DOUBTFUL,
                reverse("agenda:release_list"),
            )
        )
    return found


def check_people() -> list[Finding]:
    """A list of participants that is not settled: people undecided, attendance not taken."""
    undecided = Q(status__in=(Status.REGISTERED, Status.OFFERED))
    seated = Q(status=Status.CONFIRMED)
    count = Participant.objects.aggregate(
        undecided=Count("pk", filter=undecided),
        seated=Count("pk", filter=seated),
        attended=Count("pk", filter=seated & Q(attended_at__isnull=False)),
    )
    people = {
        "url": reverse("admin:registrations_participant_changelist"),
        "seen_at": reverse("registrations:balance_board"),
    }
    found = []
    if number := count["undecided"]:
        sentence = ngettext(
            "%(number)s person who was nominated awaits a decision: the list of participants is "
            "not settled.",
            "%(number)s people who were nominated await a decision: the list of participants is "
            "not settled.",
            number,
        )
        said = sentence % {"number": number}
        found.append(Finding("list_unconfirmed", said, BLOCKING, **people))
    if count["seated"] and not count["attended"]:
        found.append(
            Finding(
                "attendance_not_taken",
                _("Of nobody it is recorded that they came: attendance was not taken."),
                DOUBTFUL,
                **people,
            )
        )
    return found


def check_budget() -> list[Finding]:
    """No statement, none that is final, or one that does not come out at zero."""
    where = reverse("budget:statement_list")
    last = Statement.objects.order_by("-as_of", "-entered_at", "-pk").first()
    if last is None:
        sentence = _("No statement of income and expenditure has been drawn up.")
        return [Finding("no_statement", sentence, DOUBTFUL, where)]
    found = []
    if not Statement.objects.filter(kind=StatementKind.FINAL).exists():
        sentence = _("There is no final statement of income and expenditure yet.")
        found.append(Finding("no_final_statement", sentence, DOUBTFUL, where))
    account = last.content["reconciliation"]
    if account["entries_off"] or any(Decimal(account[n]) for n in ("difference", "by_line")):
        sentence = _("%(statement)s does not come out at zero.") % {"statement": last}
        found.append(Finding("budget_not_reconciled", sentence, BLOCKING, where))
    return found
