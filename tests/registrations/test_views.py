"""The pages of those who come, and of those who answer for a delegation."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from registrations.models import Participant, Status
from registrations.urls import urlpatterns
from tests.factories import (
    PDF,
    make_assignment,
    make_correspondence,
    make_delegation,
    make_focal_point,
    make_organiser,
    make_participant,
    make_party,
    make_rapporteur,
    make_session,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _(meeting):
    """Every page speaks of the meeting."""


def sent(delegation, **fields):
    """What the form of the public page sends."""
    return {
        "delegation": delegation.pk,
        "capacity": "delegate",
        "given_name": "Kari",
        "family_name": "Lie",
        "function": "Counsellor",
        "email": "kari@example.org",
        "language": "en",
    } | fields


def page(response):
    return " ".join(response.content.decode().split())


STATES = [
    (Status.REGISTERED, "You do not have a seat yet.", "tag wait"),
    (Status.CONFIRMED, "You have a seat.", "tag good"),
    (Status.DECLINED, "You do not have a seat. The organisers declined", "tag stop"),
    (Status.WITHDRAWN, "You do not have a seat. The registration was withdrawn", "tag gone"),
]


@pytest.mark.parametrize(("status", "sentence", "tag"), STATES)
def test_ones_own_state_cannot_be_mistaken(client, status, sentence, tag):
    user = make_user()
    make_participant(user=user, status=status)
    client.force_login(user)

    text = page(client.get("/me/"))

    assert sentence in text
    assert tag in text
    others = {other for _, _, other in STATES} - {tag}
    assert not any(other in text for other in others)
    assert ("notice good" in text) == (status == Status.CONFIRMED)


def test_ones_own_page_leads_to_ones_own_agenda(client):
    user = make_user()
    make_participant(user=user)
    client.force_login(user)

    assert 'href="/me/agenda/"' in page(client.get("/me/"))


def test_who_is_no_participant_is_told_so_and_led_to_their_desk(client):
    client.force_login(make_user(party=make_party(is_co_chair=True)))

    text = page(client.get("/me/"))

    assert "There is no registration for you." in text
    assert reverse("outcomes:co_chair_home") in text
    assert reverse("admin:index") not in text


def test_a_registration_under_ones_own_address_is_claimed_by_hand(client):
    user = make_user(email="kari@example.org")
    participant = make_participant(email="kari@example.org", given_name="Kari")
    client.force_login(user)

    assert "This is my registration" in page(client.get("/me/"))
    participant.refresh_from_db()
    assert participant.user is None
    client.post("/me/claim/")

    participant.refresh_from_db()
    assert participant.user == user


@pytest.mark.parametrize("path", ["/me/", "/me/details/", "/me/withdraw/", "/delegations/no/"])
def test_who_is_not_signed_in_is_asked_to(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_people_correct_their_own_details_and_nothing_else(client):
    user = make_user()
    norway, sweden = make_delegation(), make_delegation()
    participant = make_participant(user=user, delegation=norway)
    client.force_login(user)

    response = client.post(
        "/me/details/",
        {
            "given_name": "Kari",
            "family_name": "Lie",
            "function": "Minister",
            "language": "fr",
            "arrives_at": "2011-10-03T14:30",
            "delegation": sweden.pk,
            "status": "confirmed",
            "capacity": "head",
            "email": "else@example.org",
        },
    )

    assert response.url == "/me/"
    before = participant
    participant = Participant.objects.get()
    assert (participant.function, participant.language) == ("Minister", "fr")
    assert participant.arrives_at.isoformat() == "2011-10-03T20:30:00+00:00"
    assert participant.delegation == norway
    assert (participant.status, participant.capacity) == (before.status, before.capacity)
    assert participant.email == before.email


def test_a_departure_before_the_arrival_is_refused_in_words(client):
    user = make_user()
    make_participant(user=user)
    client.force_login(user)

    response = client.post(
        "/me/details/",
        {
            "given_name": "Kari",
            "family_name": "Lie",
            "function": "Minister",
            "language": "fr",
            "arrives_at": "2011-10-05T14:30",
            "departs_at": "2011-10-03T14:30",
        },
    )

    assert "The departure is before the arrival. Check both dates." in page(response)


@pytest.mark.parametrize("path", ["/me/details/", "/me/withdraw/"])
def test_what_has_ended_is_not_changed_by_the_person(client, path):
    user = make_user()
    client.force_login(user)
    assert client.get(path).status_code == 404

    make_participant(user=user, status=Status.WITHDRAWN)
    assert client.get(path).status_code == 403
    assert client.post(path).status_code == 403


def test_a_person_withdraws_after_being_asked(client):
    user = make_user()
    participant = make_participant(user=user, status=Status.CONFIRMED)
    client.force_login(user)

    assert "You give up your seat." in page(client.get("/me/withdraw/"))
    participant.refresh_from_db()
    assert participant.status == Status.CONFIRMED
    client.post("/me/withdraw/")

    participant.refresh_from_db()
    assert (participant.status, participant.decided_by) == (Status.WITHDRAWN, user)


def test_a_focal_point_sees_the_seats_and_people_of_its_delegation(client):
    norway = make_delegation(code="no", name_en="Norway", seats=3)
    focal_point = make_focal_point(delegation=norway)
    make_participant(delegation=norway, family_name="Lie", status=Status.CONFIRMED, phone="+47 1")
    make_participant(delegation=norway, family_name="Moe", decision_reason="")
    client.force_login(focal_point.user)

    text = page(client.get("/delegations/no/"))

    assert "Ana Lie" in text
    assert "Ana Moe" in text
    assert "<dt>Seats left</dt><dd>2</dd>" in text
    assert "arrival, departure, emergency contact" in text
    assert "telephone, arrival, departure, emergency contact" in text
    assert "No head of delegation is named." in text
    assert "1 seat has nobody named for it." in text


@pytest.mark.parametrize("path", ["/delegations/no/", "/delegations/no/nominees/add/"])
def test_a_delegation_is_hidden_from_all_but_its_focal_points_and_organisers(client, path):
    norway = make_delegation(code="no")
    delegate = make_user()
    make_participant(delegation=norway, user=delegate)
    hidden_from = [
        make_user(),
        delegate,
        make_focal_point().user,
        make_user(party=make_party(is_co_chair=True)),
    ]
    for user in hidden_from:
        client.force_login(user)
        assert client.get(path).status_code == 404

    for user in (make_focal_point(delegation=norway).user, make_organiser()):
        client.force_login(user)
        assert client.get(path).status_code == 200


def pages_of(delegation):
    """Every address of a delegation, as it stands in urls.py, so that none is forgotten."""
    person = make_participant(delegation=delegation)
    scan = ContentFile(PDF, "scan.pdf")
    described = {"scan_name": "a", "scan_kind": "application/pdf", "scan_size": len(PDF)}
    letter = make_correspondence(delegation=delegation, scan=scan, **described)
    routes = [str(one.pattern) for one in urlpatterns if "delegations/" in str(one.pattern)]
    assert len(routes) >= 8
    return [f"/correspondence/{letter.pk}/scan/"] + [
        "/" + route.replace("<slug:code>", delegation.code).replace("<int:pk>", str(person.pk))
        for route in routes
    ]


def test_seven_roles_find_nothing_of_each_others_delegations(client):
    delegations = [make_delegation(code=code) for code in ("no", "se")]
    focal_points = [make_focal_point(delegation=one).user for one in delegations]
    delegates = [make_user() for _ in delegations]
    for delegation, delegate in zip(delegations, delegates, strict=True):
        make_participant(delegation=delegation, user=delegate, status=Status.CONFIRMED)
    former = make_focal_point(delegation=delegations[0], valid_until=date(2011, 1, 1)).user
    roles = {
        "co-chair": make_user(party=make_party(is_co_chair=True)),
        "supporter": make_user(party=make_party(is_co_chair=False, is_supporter=True)),
        "rapporteur": make_rapporteur(make_session()),
        "nobody yet": make_user(),
        "former focal point": former,
        "delegate": delegates[0],
        "focal point": focal_points[0],
    }
    theirs, others = (pages_of(one) for one in delegations)
    for role, user in roles.items():
        client.force_login(user)
        paths = others if role == "focal point" else [*theirs, *others]
        for path in paths:
            assert client.get(path).status_code in (404, 405), (role, path)
            assert client.post(path, {"reason": "mine"}).status_code in (404, 405), (role, path)
    assert not Participant.objects.filter(status=Status.WITHDRAWN).exists()
    client.force_login(focal_points[0])
    assert client.get(theirs[1]).status_code == 200


def test_no_page_asks_more_of_the_database_for_more_rows(client, django_assert_max_num_queries):
    norway = make_delegation(code="no")
    user = make_focal_point(delegation=norway).user
    mine = make_participant(delegation=norway, user=user, status=Status.CONFIRMED)
    counts = {}

    def count(path, who, most):
        client.force_login(who)
        client.get(path)
        with django_assert_max_num_queries(most) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    make_delegation(takes_requests=True)
    paths = {"/register/": (make_user(), 7), "/me/": (user, 8), "/delegations/no/": (user, 12)}
    make_assignment(participant=mine)
    for path, (who, most) in paths.items():
        counts[path] = count(path, who, most)
    for number in range(30):
        make_participant(delegation=norway)
        start = moment(5, f"09:{number:02}")
        session = make_session(starts_at=start, ends_at=start + timedelta(minutes=1))
        make_assignment(participant=mine, session=session)
        make_focal_point(user=user)
    assert {path: count(path, *asked) for path, asked in paths.items()} == counts
