"""Texts with characters that the pages cannot show: on paper their numbers stand instead."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Access, Document, Room, Session
from budget.models import BudgetLine, Contributor
from gfmd_meeting import models as given
from gfmd_meeting.paper.faces import code_points, unheld
from gfmd_meeting.paper.wording import kept_apart
from outcomes.models import Practice, Recommendation, ReportText, Status
from outcomes.models.wording import LANGUAGE_CODES
from registrations.models import Delegation, Participant

from .finding import BLOCKING, Finding, opening

_MOST_NAMED = 12


@dataclass(frozen=True)
class _Source:
    """Rows whose texts a report holds, where one is changed and seen, and by what it is found."""

    rows: QuerySet
    fields: list[str]
    url: str = ""
    seen_at: str = ""
    found_by: str = "pk"

    def findings(self):
        page = self.url or _admin_page(self.rows.model)
        rows = self.rows.order_by("pk").distinct().values_list(self.found_by, *self.fields)
        for found_by, *texts in rows:
            strange = unheld(" ".join(text or "" for text in texts))
            if strange:
                text = next(text for text in texts if text and unheld(text))
                yield Finding(
                    "characters_not_shown",
                    _(
                        "“%(text)s” has characters that the pages cannot show. Their numbers "
                        "would stand there instead: %(numbers)s."
                    )
                    % {"text": kept_apart(opening(text)), "numbers": _numbers(strange)},
                    BLOCKING,
                    reverse(page, args=[found_by]),
                    seen_at=self.seen_at,
                )


def check_characters() -> list[Finding]:
    """Each text that the report would hold, in every language, one query for each kind of row."""
    return [finding for source in _sources() for finding in source.findings()]


def _sources():
    told = Recommendation.objects.standing().filter(status__in=(Status.CONSIDERED, Status.ADOPTED))
    seated = Participant.objects.seated()
    of_each = {
        given.Meeting: ["title", "short_title", "forum", "city", "venue"],
        given.Party: ["name", "agency"],
        given.SpecificObjective: ["wording"],
        given.Emphasis: ["wording"],
        given.PriorRecommendation: ["wording", "source"],
        given.ExpectedOutcome: ["short_title", "wording"],
        given.ConceptNoteSection: ["title", "body"],
        given.Region: ["name"],
    }
    board, agenda = reverse("registrations:balance_board"), reverse("agenda:session_list")
    yield from (
        _Source(model.objects.all(), _in_each(*names), seen_at=reverse("concept_note"))
        for model, names in of_each.items()
    )
    yield _Source(
        given.Figure.objects.all(),
        _in_each("value", "meaning", "source"),
        _admin_page(given.ConceptNoteSection),
        reverse("concept_note"),
        found_by="section",
    )
    yield _Source(
        ReportText.objects.all(), _in_each("text"), "outcomes:report_text_change", found_by="key"
    )
    yield _Source(told, _in_each("text"), "outcomes:recommendation_change")
    yield _Source(
        Practice.objects.published(),
        [*_in_each("title", "text", "results"), "place", "partners", "source_url"],
        "outcomes:practice_change",
        reverse("outcomes:co_chair_home"),
    )
    yield _Source(
        seated.filter(is_listed=True),
        ["given_name", "family_name", "honorific", "function"],
        seen_at=board,
    )
    yield _Source(
        Delegation.objects.filter(participants__in=seated), _in_each("name"), seen_at=board
    )
    yield _Source(Session.objects.all(), _in_each("title"), seen_at=agenda)
    yield _Source(Room.objects.all(), _in_each("name"), seen_at=agenda)
    yield _Source(
        Document.objects.filter(access__in=(Access.PUBLIC, Access.PARTICIPANTS)),
        ["symbol", *_in_each("title")],
        seen_at=reverse("agenda:document_list"),
    )
    money = reverse("budget:statement_list")
    yield _Source(BudgetLine.objects.all(), _in_each("title"), seen_at=money)
    yield _Source(Contributor.objects.all(), ["name"], seen_at=money)


def _in_each(*names):
    return [f"{name}_{code}" for name in names for code in LANGUAGE_CODES]


def _admin_page(model):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_change"


def _numbers(strange):
    said = code_points(strange[:_MOST_NAMED])
    return said if len(strange) <= _MOST_NAMED else f"{said} …"
