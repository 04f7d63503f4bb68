"""Who is answered what: every page of ours by every role, and no page left out."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, resolve
from django.utils import timezone

from agenda.documents import store_version
from agenda.models import Access, CalendarFeed, Document
from budget.documents import attach_document
from gfmd_meeting.links import token_of
from gfmd_meeting.models import StakeholderType
from outcomes.models import Consolidation, OwnerConsent, ReportKind, Stage
from outcomes.numbers import give_number
from outcomes.recording import record_session
from outcomes.report.snapshot import take_snapshot
from outcomes.versions import keep_version
from registrations.models import Status
from registrations.personal_links import (
    link_for_focal_point,
    link_for_nominee,
    link_for_offer,
)
from tests.factories import (
    PDF,
    make_assignment,
    make_comment,
    make_commitment,
    make_correspondence,
    make_delegation,
    make_focal_point,
    make_group,
    make_organiser,
    make_participant,
    make_party,
    make_practice,
    make_rapporteur,
    make_recommendation,
    make_release,
    make_report,
    make_report_file,
    make_session,
    make_statement,
    make_user,
    moment,
)

OUR_APPS = ("registrations", "agenda", "budget", "outcomes")
OK, DONE, LOGIN, DENIED, HIDDEN = "200", "302", "sign in", "403", "404"
SIGNED_OUT, FAULTY = "401", "400"
ROLES = (
    "stranger",
    "nobody_yet",
    "delegate",
    "focal_point",
    "other_focal_point",
    "rapporteur",
    "other_rapporteur",
    "co_chair",
    "supporter",
    "organiser",
)
# One letter per role, in the order of ROLES.
LETTERS = {"o": OK, "d": DONE, "l": LOGIN, "x": DENIED, "h": HIDDEN}
LETTERS |= {"u": SIGNED_OUT, "b": FAULTY}
#                                                   stranger
#                                                   |nobody_yet
#                                                   ||delegate
#                                                   |||focal_point
#                                                   ||||other_focal_point
#                                                   |||||rapporteur
#                                                   ||||||other_rapporteur
#                                                   |||||||co_chair
#                                                   ||||||||supporter
#                                                   |||||||||organiser
MATRIX = {
    "GET /": "oooooooooo",
    "GET /concept-note/": "oooooooooo",
    "GET /health/": "oooooooooo",
    "POST /language/setlang/": "dddddddddd",
    "GET /accounts/login/": "oddddddddd",
    "GET /admin/": "lllllllllo",
    "GET /register/": "oodooddooo",
    "GET /register/received/": "dddddddddd",
    "GET /balance/": "lxxxxxxoxo",
    "GET /me/": "looooooooo",
    "POST /me/claim/": "lddddddddd",
    "GET /me/details/": "lhohhoohhh",
    "POST /me/details/draft/": "uhohhoohhh",
    "POST /me/offer/": "lhdhhddhhh",
    "GET /me/withdraw/": "lhohhoohhh",
    "POST /me/withdraw/": "lhdhhddhhh",
    "GET /correspondence/{correspondence.pk}/scan/": "lhhohhhhho",
    "GET /delegations/{delegation.code}/": "lhhohhhhho",
    "GET /delegations/{delegation.code}/nominees/add/": "lhhohhhhho",
    "GET /delegations/{delegation.code}/nominees/{nominee.pk}/": "lhhohhhhho",
    "GET /delegations/{delegation.code}/nominees/{nominee.pk}/withdraw/": "lhhohhhhho",
    "POST /delegations/{delegation.code}/nominees/{nominee.pk}/link/": "lhhdhhhhhd",
    "POST /delegations/{delegation.code}/note/": "lhhohhhhho",
    "POST /delegations/{delegation.code}/submit/": "lhhdhhhhhd",
    "GET /delegations/{delegation.code}/decline/": "lhhohhhhho",
    "GET /enter/{entry}/": "ohhohhhhhh",
    "GET /nominees/{nominee_link}/": "oooooooooo",
    "POST /nominees/{nominee_link}/draft/": "oooooooooo",
    "GET /nominees/{nominee_link}/withdraw/": "oooooooooo",
    "GET /offers/{offer}/": "oooooooooo",
    "POST /offers/{offer}/": "dddddddddd",
    "GET /agenda/": "oooooooooo",
    "GET /documents/": "oooooooooo",
    "GET /documents/{document.pk}/en/": "hhoohoooho",
    "GET /agenda.ics": "oooooooooo",
    "GET /calendar/{feed.secret}.ics": "oooooooooo",
    "GET /me/calendar/": "looooooooo",
    "POST /agenda/{session.pk}/choose/": "lddddddddd",
    "GET /agenda/outcomes/": "oooooooooo",
    "GET /agenda/clashes/": "lxxxxxxxxo",
    "GET /agenda/screen/": "oooooooooo",
    "GET /agenda/releases/": "oooooooooo",
    "GET /agenda/releases/0/": "oooooooooo",
    "GET /agenda/en.pdf": "oooooooooo",
    "GET /me/agenda/": "looooooooo",
    "GET /agenda/{session.pk}/": "oooooooooo",
    "GET /budget/": "lxxxxxxooo",
    "GET /budget/documents/{supporting.pk}/": "lhhhhhhhho",
    "GET /budget/journal.csv": "lxxxxxxxxo",
    "GET /budget/ledger.xlsx": "lxxxxxxxxo",
    "GET /budget/revisions/": "lxxxxxxooo",
    "GET /budget/sponsored/": "lxxxxxxxxo",
    "GET /budget/statements/": "lxxxxxxooo",
    "GET /budget/statements/{statement.pk}/": "lhhhhhhooo",
    "GET /budget/statements/{statement.pk}/pdf/": "lhhhhhhooo",
    "GET /budget/statements/{statement.pk}/workbook/": "lhhhhhhooo",
    "POST /budget/statements/{statement.pk}/retry/": "lhhhhhhxxd",
    "GET /rapporteur/": "looooooooo",
    "GET /rapporteur/token/": "uooooooooo",
    "GET /rapporteur/sessions/{session.pk}/": "lhhhhohhho",
    "POST /rapporteur/sessions/{session.pk}/save/": "uhhhhohhho",
    "GET /rapporteur/sessions/{session.pk}/history/": "lhhhhohhho",
    "POST /rapporteur/sessions/{session.pk}/submit/": "lhhhhdhhhd",
    "GET /rapporteur/sessions/{session.pk}/add/": "lhhhhohhho",
    "GET /rapporteur/sessions/{session.pk}/practices/add/": "lhhhhohhho",
    "POST /rapporteur/sessions/{session.pk}/recommendations/{recorded}/save/": "uhhhhbhxhb",
    "GET /rapporteur/recommendations/{recommendation.pk}/": "lhhhhohxho",
    "GET /rapporteur/recommendations/{recommendation.pk}/delete/": "lhhhhohxho",
    "GET /rapporteur/recommendations/{recommendation.pk}/history/": "lhhhhohoho",
    "POST /rapporteur/recommendations/{recommendation.pk}/restore/": "lhhhhdhxhd",
    "POST /rapporteur/recommendations/{recommendation.pk}/submit/": "lhhhhdhxhd",
    "POST /rapporteur/sessions/{session.pk}/practices/{practice.uid}/save/": "uhhhhbhxhb",
    "GET /rapporteur/practices/{practice.pk}/": "lhhhhohoho",
    "GET /rapporteur/practices/{practice.pk}/delete/": "lhhhhohxho",
    "GET /rapporteur/practices/{practice.pk}/history/": "lhhhhohoho",
    "POST /rapporteur/practices/{practice.pk}/restore/": "lhhhhdhxhd",
    "POST /rapporteur/practices/{practice.pk}/submit/": "lhhhhdhxhd",
    "POST /rapporteur/versions/{version.pk}/restore/": "lhhhhdhxhd",
    "GET /outcomes/items/{recommendation.pk}/": "lhhhhohoho",
    "POST /outcomes/items/{recommendation.pk}/comment/": "lhhhhxhoho",
    "POST /outcomes/items/{recommendation.pk}/consent/": "lhhhhxhdhx",
    "POST /outcomes/items/{recommendation.pk}/step/submit/": "lhhhhdhxhd",
    "GET /outcomes/items/{recommendation.pk}/end/not-retain/": "lhhhhxhoho",
    "POST /outcomes/comments/{comment.pk}/settle/": "lhhhhdhxhd",
    "GET /outcomes/comments/{comment.pk}/adopt/": "lhhhhohxho",
    "GET /outcomes/drafts/": "lxooooooxo",
    "GET /outcomes/screen/": "lxxxxoooxo",
    "GET /outcomes/screen/now/": "lxxxxoooxo",
    "POST /outcomes/screen/move/": "lxxxxxxdxd",
    "GET /outcomes/translations/": "lxxxxoooxo",
    "GET /co-chairs/": "lxxxxxxoxo",
    "GET /co-chairs/texts/": "lxxxxxxoxo",
    "GET /co-chairs/texts/summary/": "lxxxxxxoxo",
    "POST /co-chairs/report/": "lxxxxxxdxd",
    "GET /co-chairs/report/": "lxxxxxxoxo",
    "GET /reports/": "oooooooooo",
    "GET /reports/{report.number}/": "hhhhhhhoho",
    "GET /reports/{report.number}/files/": "lhhhhhhoho",
    "GET /reports/{report.number}/status/": "lhhhhhhoho",
    "POST /reports/{report.number}/make/": "lhhhhhhdhd",
    "POST /reports/{report.number}/consent/": "lhhhhhhdhx",
    "POST /reports/{report.number}/withdraw/": "lhhhhhhdhx",
    "GET /reports/files/{report_file.pk}/download/": "hhhhhhhoho",
    "POST /reports/files/{report_file.pk}/cancel/": "lhhhhhhdhd",
    "POST /reports/files/{report_file.pk}/retry/": "lhhhhhhdhd",
    "GET /reports/{final.number}/": "hhoooooooo",
    "GET /reports/files/{final_file.pk}/download/": "hhoooooooo",
    "GET /verify/": "oooooooooo",
    "GET /verify/{report.code}/": "oooooooooo",
    "GET /outcomes/": "oooooooooo",
    "GET /outcomes/outcomes.csv": "oooooooooo",
    "GET /outcomes/outcomes.json": "oooooooooo",
    "GET /outcomes/{number}/": "oooooooooo",
    "GET /outcomes/practices/{practice.pk}/": "oooooooooo",
    "GET /outcomes/coverage/": "lxxxxoooxo",
    "GET /outcomes/coverage/items/": "lxxxxoooxo",
    "GET /outcomes/consolidation/": "lxxxxxxoxo",
    "GET /outcomes/consolidation/merge/": "lxxxxxxdxd",
    "GET /outcomes/consolidation/{recommendation.pk}/split/": "lxxxxxxoxo",
    "GET /outcomes/consolidation/{recommendation.pk}/move/": "lxxxxxxoxo",
    "PoST /outcomes/consolidation/{recommendation.pk}/place/": "lxxxxxxdxd",
    "PoST /outcomes/consolidation/acts/{consolidation.pk}/undo/": "lxxxxxxdxd",
}
CELLS = [
    pytest.param(page, role, LETTERS[letter], id=f"{page} {role}")
    for page, letters in MATRIX.items()
    for role, letter in zip(ROLES, letters, strict=True)
]


@pytest.fixture
def world(meeting):
    """One of each thing that belongs to someone."""
    delegation = make_delegation()
    nominee = make_participant(delegation=delegation)
    session = make_session()
    make_release()
    adopted = make_recommendation(status="adopted", adopted_at=timezone.now())
    give_number(adopted)
    made = {"stage": Stage.READY, "file": ContentFile(b"%PDF-", "report.pdf"), "sha256": "0" * 64}
    snapshot = take_snapshot(kind=ReportKind.FINAL, sections=[])
    report = make_report(snapshot=snapshot)
    final = make_report(snapshot=snapshot, kind=ReportKind.FINAL, final_at=moment(5, "17:00"))
    recommendation = make_recommendation(session=session)
    record_session(session, version=0, by=None, language="en")
    scan = {
        "scan": ContentFile(PDF, "scan.pdf"),
        "scan_name": "a",
        "scan_kind": "application/pdf",
        "scan_size": len(PDF),
    }
    document = Document.objects.create(
        symbol="WP.1", title_en="A paper", type="working_paper", access=Access.GOVERNMENTS
    )
    paper = SimpleUploadedFile("paper.pdf", PDF)
    store_version(document=document, language="en", file=paper, by=None)
    return {
        "document": document,
        "delegation": delegation,
        "nominee": nominee,
        "nominee_link": token_of(link_for_nominee(nominee)),
        "correspondence": make_correspondence(delegation=delegation, **scan),
        "session": session,
        "recommendation": recommendation,
        "comment": make_comment(recommendation=recommendation),
        "number": adopted.numbers.get(),
        "practice": make_practice(
            session=session,
            submitted_at=timezone.now(),
            owner_consent=OwnerConsent.GIVEN,
            consent_at=timezone.now(),
        ),
        "consolidation": Consolidation.objects.create(
            act="reorder", details={"outcome": 1, "before": [], "after": []}
        ),
        "recorded": recommendation.uid,
        "version": keep_version(recommendation, by=None),
        "statement": make_statement(),
        "supporting": attach_document(
            make_commitment(), file=SimpleUploadedFile("contract.pdf", PDF), by=None
        ),
        "report": report,
        "report_file": make_report_file(report=report, **made),
        "final": final,
        "final_file": make_report_file(report=final, **made),
        "feed": CalendarFeed.objects.create(user=make_user()),
        "offer": token_of(link_for_offer(make_participant(status=Status.OFFERED))),
    }


@pytest.fixture
def people(world):
    """A person of each role; the first of two has what is in the world, the other has not."""
    confirmed = make_participant(user=make_user(), status=Status.CONFIRMED)
    elsewhere = make_session(starts_at=moment(5, "09:00"), ends_at=moment(5, "10:00"))
    make_assignment(session=elsewhere, participant=confirmed)
    civil = make_group(type=StakeholderType.CIVIL_SOCIETY)
    focal_point = make_focal_point(delegation=world["delegation"])
    world["entry"] = token_of(link_for_focal_point(focal_point))
    return {
        "nobody_yet": make_user(),
        "delegate": confirmed.user,
        "focal_point": focal_point.user,
        "other_focal_point": make_focal_point(delegation=make_delegation(group=civil)).user,
        "rapporteur": make_rapporteur(world["session"]),
        "other_rapporteur": make_rapporteur(elsewhere),
        "co_chair": make_user(party=make_party(is_co_chair=True)),
        "supporter": make_user(party=make_party(is_co_chair=False, is_supporter=True)),
        "organiser": make_organiser(),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "role", "answer"), CELLS)
def test_each_role_is_answered_as_agreed(client, people, world, page, role, answer):
    if role in people:
        client.force_login(people[role])
    method, path = page.format(**world).split()
    owner = people[role].pk if role in people else ""
    data = {"language": "en", "revision": "0", "owner": owner} if method == "POST" else {}

    response = client.generic(method, path) if method == "GET" else client.post(path, data)

    asked_to_sign_in = response.status_code == 302 and "/login/" in response["Location"]
    response.close()
    assert (LOGIN if asked_to_sign_in else str(response.status_code)) == answer


@pytest.mark.django_db
def test_no_page_of_ours_is_missing_from_the_matrix(world, people):
    listed = {resolve(page.format(**world).split()[1]).view_name for page in MATRIX}

    for app in OUR_APPS:
        _prefix, urls = get_resolver().namespace_dict[app]
        names = {f"{app}:{name}" for name in urls.reverse_dict if isinstance(name, str)}
        assert names <= listed
    ground = {p.name for p in get_resolver().url_patterns if getattr(p, "name", None)}
    assert ground <= listed


def organisers_pages():
    """Every page of the desk that needs no row: lists, forms to add, imports, exports."""
    _prefix, urls = get_resolver().namespace_dict["admin"]
    public = {"login", "logout", "jsi18n", "autocomplete", "view_on_site"}
    for name in urls.reverse_dict:
        if isinstance(name, str) and name not in public:
            _possibilities, pattern, _defaults, _converters = urls.reverse_dict.getlist(name)[0]
            if "(?P" not in pattern:
                yield name


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in ROLES if role != "organiser"])
def test_the_desk_is_the_organisers_alone(client, people, role):
    if role in people:
        client.force_login(people[role])

    for name in organisers_pages():
        response = client.get(f"/admin/{get_resolver().namespace_dict['admin'][1].reverse(name)}")
        assert response.status_code == 302, name
        assert response["Location"].startswith("/admin/login/"), name
    arrived = client.get("/admin/login/?next=/admin/")
    assert arrived.status_code == (302 if role == "stranger" else 403)


@pytest.mark.django_db
def test_an_organiser_opens_every_page_of_the_desk(client, people):
    client.force_login(people["organiser"])

    for name in organisers_pages():
        response = client.get(f"/admin/{get_resolver().namespace_dict['admin'][1].reverse(name)}")
        assert response.status_code in (200, 302, 403, 405), name


@pytest.mark.django_db
def test_before_a_meeting_is_loaded_every_page_leads_to_the_one_that_says_how(client):
    client.force_login(make_organiser())
    rowless = [page.split()[1] for page in MATRIX if page.startswith("GET") and "{" not in page]

    for path in {*rowless, "/admin/registrations/delegation/add/"} - {"/", "/health/"}:
        assert client.get(path)["Location"] == "/", path
    assert "No meeting file is loaded" in client.get("/").content.decode()
