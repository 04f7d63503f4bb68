"""What is missing from an agenda, or does not fit, is told in words: one rule, one sentence."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from agenda.clashes import find_gaps
from agenda.clashes.doubles import find_clashes
from agenda.clashes.findings import FindingKind, Severity
from agenda.clashes.plan import Holder, Plan, Sitting, guest_key
from agenda.models import Audience, Kind
from registrations.models import Status
from tests.factories import (
    moment,
)

CO_CHAIRS = {"SV": "El Salvador", "MX": "Mexico"}


def holder(role, name="Ana Pérez", **fields):
    """A confirmed delegate of a government."""
    defaults = {"language": "en", "stakeholder_type": "government"}
    return Holder(role, ("participant", name), name, **defaults | fields)


def guest(role, name="H.E. Bo Li"):
    return Holder(role, guest_key(name), name)


def sitting(start="09:00", end="10:00", *holders, pk=1, day=4, **fields):
    defaults = {"kind": Kind.PLENARY, "title": f"Item {pk}", "room_id": pk, "room": f"Room {pk}"}
    times = {"starts_at": moment(day, start), "ends_at": moment(day, end)}
    return Sitting(pk=pk, holders=holders, **defaults | times | fields)


def plan_of(*sittings, outcomes=None, co_chairs=None, seated=0):
    zone = ZoneInfo("America/El_Salvador")
    days = date(2011, 10, 4), date(2011, 10, 5)
    return Plan(sittings, *days, zone, outcomes or {}, co_chairs or {}, seated)


def gaps(*sittings, **facts):
    return find_gaps(plan_of(*sittings, **facts))


def kinds(*sittings, **facts):
    return [finding.kind for finding in gaps(*sittings, **facts)]


def sentences(*sittings, **facts):
    return [finding.sentence for finding in gaps(*sittings, **facts)]


WELL = [holder("chair"), holder("rapporteur", "Chi Ndlovu")]


# -- Days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "start", "end"), [(3, "19:00", "21:00"), (6, "00:00", "01:00")])
def test_a_session_outside_the_days_of_the_meeting_is_told_of(day, start, end):
    (finding,) = gaps(sitting(start, end, day=day))

    assert (finding.kind, finding.severity) == (FindingKind.DAYS, Severity.WARNING)
    assert finding.sentence == (
        f"“Item 1” ({day} October, {start}–{end}) is outside the days of the meeting,"
        " 4 October to 5 October."
    )


def test_the_days_are_those_of_the_meetings_zone_and_end_at_midnight():
    # 23:30 in San Salvador is the day after in UTC.
    late = sitting("22:00", "23:30", day=5)
    assert kinds(late) == []
    assert kinds(replace(late, ends_at=moment(6, "00:00"))) == []
    assert kinds(replace(late, ends_at=moment(6, "00:01"))) == [FindingKind.DAYS]


# -- Who presides, and who records --------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.WORKING_GROUP])
def test_a_working_session_without_chair_and_rapporteur_is_told_of(kind):
    told = gaps(sitting(kind=kind))

    assert [finding.sentence for finding in told] == [
        "“Item 1” (4 October, 09:00–10:00) has no chair or co-chair.",
        "“Item 1” (4 October, 09:00–10:00) has no rapporteur.",
    ]
    assert {finding.link for finding in told} == {"/admin/agenda/session/1/change/"}


@pytest.mark.parametrize("role", ["chair", "co_chair"])
def test_chair_and_co_chair_preside_and_so_does_a_guest(role):
    recorder = holder("rapporteur", "Chi Ndlovu")

    assert kinds(sitting("09:00", "10:00", holder(role), recorder, kind=Kind.SESSION)) == []
    assert kinds(sitting("09:00", "10:00", guest(role), recorder, kind=Kind.SESSION)) == []


def test_a_moderator_alone_does_not_preside():
    roles = holder("moderator"), holder("rapporteur", "Chi Ndlovu")

    assert kinds(sitting("09:00", "10:00", *roles, kind=Kind.SESSION)) == ["chair"]


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind not in ("session", "working_group")]
)
def test_nobody_has_to_preside_over_anything_else(kind):
    assert kinds(sitting(kind=kind)) == []


def test_who_withdrew_is_told_of_and_neither_presides_nor_records():
    gone = [replace(held, status=Status.WITHDRAWN) for held in WELL]
    session = sitting("09:00", "10:00", *gone, kind=Kind.SESSION)

    assert kinds(session) == ["chair", "rapporteur", "no_seat", "no_seat"]
    assert "Ana Pérez withdrew, and is Chair of “Item 1” (4 October, 09:00–10:00)." in sentences(
        session
    )


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.WAITING, Status.DECLINED])
def test_who_has_no_confirmed_seat_any_more_is_told_of(status):
    (said,) = sentences(sitting("09:00", "10:00", holder("speaker", status=status)))

    assert said.startswith("Ana Pérez has no confirmed seat, and is Speaker of “Item 1”")


# -- Journeys -----------------------------------------------------------------------------------


def test_who_arrives_after_the_session_starts_is_told_of_and_one_on_time_is_not():
    late = holder("keynote", arrives_at=moment(4, "09:01"))
    on_time = holder("keynote", arrives_at=moment(4, "09:00"))

    (finding,) = gaps(sitting("09:00", "10:00", late))
    assert (finding.kind, finding.person) == (FindingKind.ARRIVAL, "Ana Pérez")
    assert finding.sentence == (
        "Ana Pérez, Keynote of “Item 1” (4 October, 09:00–10:00), arrives on 4 October, 09:01."
    )
    assert kinds(sitting("09:00", "10:00", on_time)) == []


def test_who_departs_before_the_session_ends_is_told_of():
    early = holder("speaker", departs_at=moment(4, "09:59"))
    after = holder("speaker", departs_at=moment(4, "10:00"))

    assert kinds(sitting("09:00", "10:00", early)) == [FindingKind.DEPARTURE]
    assert kinds(sitting("09:00", "10:00", after)) == []


# -- Languages ----------------------------------------------------------------------------------


def test_a_language_that_is_not_among_those_interpreted_leaves_its_speaker_out():
    french = holder("speaker", language="fr")

    (said,) = sentences(sitting("09:00", "10:00", french, interpretation=("en", "es")))

    assert said == (
        "“Item 1” (4 October, 09:00–10:00) is interpreted into English, Spanish,"
        " which leaves out Ana Pérez (French)."
    )
    assert kinds(sitting("09:00", "10:00", french, interpretation=("en", "fr"))) == []


def test_without_interpretation_people_share_one_language():
    one, other = holder("speaker", language="es"), holder("chair", "Bo", language="fr")
    same = holder("chair", "Bo", language="es")

    (said,) = sentences(sitting("09:00", "10:00", one, other))

    assert said.startswith("Nothing is interpreted in “Item 1”")
    assert said.endswith("and these differ: Ana Pérez (Spanish), Bo (French).")
    assert kinds(sitting("09:00", "10:00", one, same)) == []


def test_who_needs_interpretation_is_told_of_where_there_is_none():
    needs = holder("speaker", needs_interpretation=True)

    (said,) = sentences(sitting("09:00", "10:00", needs))

    assert said.endswith("and these need it: Ana Pérez (English).")
    assert kinds(sitting("09:00", "10:00", needs, interpretation=("en", "es"))) == []


def test_of_guests_no_language_is_known():
    assert kinds(sitting("09:00", "10:00", guest("keynote"), interpretation=("es",))) == []


def test_a_code_of_no_language_is_told_of():
    (finding,) = gaps(sitting(interpretation=("en", "xx", "ar")))

    assert finding.kind == FindingKind.UNKNOWN_LANGUAGE
    assert "“xx”, which is the code of no language" in finding.sentence


# -- Who may be there ---------------------------------------------------------------------------


def test_a_session_for_governments_has_no_role_for_another():
    other = holder("speaker", stakeholder_type="civil_society")
    closed = {"audience": Audience.GOVERNMENTS}

    assert kinds(sitting("09:00", "10:00", other, **closed)) == [FindingKind.AUDIENCE]
    assert kinds(sitting("09:00", "10:00", other)) == []
    assert kinds(sitting("09:00", "10:00", holder("speaker"), guest("chair"), **closed)) == []


def test_a_room_is_too_small_for_those_who_are_sure_to_be_in_it():
    people = [holder("speaker", name) for name in ("Ana", "Bo", "Chi")]

    assert kinds(sitting("09:00", "10:00", *people, capacity=3)) == []
    (said,) = sentences(sitting("09:00", "10:00", *people, capacity=2))
    assert said == "Room 1 has 2 places, and 3 people are in “Item 1” (4 October, 09:00–10:00)."
    twice = [holder("speaker", "Ana"), holder("chair", "Ana")]
    assert kinds(sitting("09:00", "10:00", *twice, capacity=1)) == []


def test_where_everybody_takes_part_all_who_have_a_seat_need_a_place():
    hall = sitting("09:00", "10:00", guest("keynote"), capacity=60, spans_rooms=True)

    assert kinds(hall, seated=59) == []
    assert kinds(hall, seated=60) == [FindingKind.CAPACITY]
    assert kinds(replace(hall, capacity=None), seated=60) == []


# -- The agenda as a whole ----------------------------------------------------------------------


def test_an_expected_outcome_that_no_session_serves_is_told_of():
    serves = sitting(outcomes=frozenset({1}))

    (finding,) = gaps(serves, outcomes={1: "Legal channels", 2: "Regularization"})

    assert (finding.kind, finding.outcome, finding.sessions) == (FindingKind.OUTCOME, 2, ())
    assert finding.sentence == "No session serves expected outcome 2, Regularization."
    assert finding.link == "/admin/agenda/session/"


def chaired(pk, start, end, *countries, **fields):
    held = (holder("chair", f"{country} {pk}", country=country) for country in countries)
    return sitting(start, end, *held, pk=pk, **fields)


def test_the_same_co_chairing_state_twice_running_is_told_of():
    (finding,) = gaps(
        chaired(1, "09:00", "10:00", "SV"),
        chaired(2, "10:00", "11:00", "MX"),
        chaired(3, "11:00", "12:00", "MX"),
        co_chairs=CO_CHAIRS,
    )

    assert (finding.kind, finding.sessions) == (FindingKind.ALTERNATION, (2, 3))
    assert finding.sentence == (
        "Mexico chairs “Item 2” (4 October, 10:00–11:00) and then “Item 3”"
        " (4 October, 11:00–12:00): the turn was another's."
    )


@pytest.mark.parametrize(
    "between",
    [
        sitting("10:00", "10:30", pk=9, kind=Kind.BREAK),
        chaired(9, "10:00", "10:30", "KE"),
        sitting("10:00", "10:30", holder("moderator", country="MX"), pk=9),
        sitting("10:00", "10:30", guest("chair"), pk=9),
    ],
    ids=["a break", "another State", "a moderator", "a guest"],
)
def test_what_no_co_chair_chairs_is_no_turn(between):
    session, after = chaired(1, "09:00", "10:00", "SV"), chaired(2, "10:30", "11:30", "SV")

    assert FindingKind.ALTERNATION in kinds(session, between, after, co_chairs=CO_CHAIRS)


def test_after_a_session_that_all_co_chair_any_of_them_may_go_on():
    assert (
        kinds(
            chaired(1, "09:00", "10:00", "SV"),
            chaired(2, "10:00", "11:00", "SV", "MX"),
            chaired(3, "11:00", "12:00", "SV"),
            co_chairs=CO_CHAIRS,
        )
        == []
    )


def test_sessions_at_one_time_are_one_turn():
    parallel = [chaired(2, "10:00", "11:00", "SV"), chaired(3, "10:30", "11:30", "MX")]
    before = chaired(1, "09:00", "10:00", "SV")

    assert kinds(before, *parallel, co_chairs=CO_CHAIRS) == []
    assert kinds(before, parallel[0], co_chairs=CO_CHAIRS) == [FindingKind.ALTERNATION]


def test_a_body_that_is_no_government_does_not_chair_for_its_country():
    body = holder("chair", country="SV", stakeholder_type="civil_society")
    after = chaired(2, "10:00", "11:00", "SV")

    assert kinds(sitting("09:00", "10:00", body), after, co_chairs=CO_CHAIRS) == []


def test_one_co_chair_alone_has_nobody_to_alternate_with():
    twice = chaired(1, "09:00", "10:00", "SV"), chaired(2, "10:00", "11:00", "SV")

    assert kinds(*twice, co_chairs={"SV": "El Salvador"}) == []


# -- While everybody is elsewhere ---------------------------------------------------------------


def test_what_is_held_while_everybody_is_elsewhere_is_told_of():
    lunch = sitting("12:00", "13:00", pk=1, kind=Kind.BREAK, spans_rooms=True)
    group = sitting("12:59", "14:00", pk=2)

    (finding,) = find_clashes(plan_of(lunch, group))

    assert (finding.kind, finding.severity) == (FindingKind.ALL_ROOMS, Severity.WARNING)
    assert finding.sentence == (
        "“Item 2” (Room 2, 4 October, 12:59–14:00) is held while everybody is at"
        " “Item 1” (Room 1, 4 October, 12:00–13:00)."
    )


def test_the_desk_for_badges_and_a_second_place_for_coffee_stay_open_meanwhile():
    coffee = sitting("10:00", "10:30", pk=1, kind=Kind.BREAK, spans_rooms=True)
    upstairs = sitting("10:00", "10:30", pk=2, kind=Kind.BREAK)
    desk = sitting("08:00", "18:00", pk=3, kind=Kind.ACCREDITATION)

    assert find_clashes(plan_of(coffee, upstairs, desk)) == []
