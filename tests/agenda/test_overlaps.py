"""The clash finder agrees, whatever the agenda, with one that looks at every pair."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from agenda.clashes.doubles import find_clashes
from agenda.clashes.findings import FindingKind, Severity
from agenda.clashes.overlaps import Stay, find_meanwhile, find_overlaps
from agenda.clashes.plan import Holder, Plan, Sitting, guest_key
from agenda.models import Kind

# Drawn the same each time, so that a run neither keeps anything nor differs from the next.
thoroughly = settings(max_examples=400, deadline=None, derandomize=True, database=None)

MORNING = datetime(2011, 10, 4, 15, tzinfo=UTC)
# The first two are one person.
NAMES = ("Ana Pérez", "ANA  PEREZ", "Bo Li", "Chi Ndlovu")
PEOPLE = [("participant", number) for number in (1, 2, 3)]
GUESTS = [(guest_key(name), name) for name in NAMES]


def at(minutes):
    return MORNING + timedelta(minutes=minutes)


# Few moments, of which many are shared or a minute apart: ends touch as often as they overlap.
moments = st.sampled_from([0, 1, 29, 30, 31, 60, 61, 90, 120])
times = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])
holders = st.one_of(
    st.sampled_from(PEOPLE).map(lambda key: Holder("speaker", key, f"Person {key[1]}")),
    st.sampled_from(GUESTS).map(lambda guest: Holder("speaker", *guest)),
)


@st.composite
def plans(draw):
    sittings = []
    for pk in range(1, draw(st.integers(0, 9)) + 1):
        start, end = draw(times)
        room = draw(st.integers(1, 3))
        sittings.append(
            Sitting(
                pk=pk,
                kind=draw(st.sampled_from([Kind.SESSION, Kind.BREAK, Kind.ACCREDITATION])),
                title=f"Session {pk}",
                starts_at=at(start),
                ends_at=at(end),
                room_id=room,
                room=f"Room {room}",
                spans_rooms=draw(st.booleans()),
                holders=tuple(draw(st.lists(holders, max_size=3))),
            )
        )
    return plan_of(*sittings)


def plan_of(*sittings):
    day = date(2011, 10, 4)
    return Plan(sittings, day, day, ZoneInfo("America/El_Salvador"), {}, {})


def sitting(pk, start, end, **fields):
    defaults = {"kind": Kind.SESSION, "title": f"Session {pk}", "room_id": pk, "room": f"Room {pk}"}
    return Sitting(pk=pk, starts_at=at(start), ends_at=at(end), **defaults | fields)


# -- Every pair, looked at one by one -----------------------------------------------------------


def share_a_minute(one, other):
    return max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)


def doubled_in(plan):
    """What each two sessions have in common that cannot be: room, person or everybody."""
    for one, other in combinations(plan.sittings, 2):
        pair = frozenset([one.pk, other.pk])
        if not share_a_minute(one, other):
            continue
        if one.room_id == other.room_id:
            yield FindingKind.ROOM, pair, one.room_id
        both = {held.person for held in one.holders} & {held.person for held in other.holders}
        for person in both:
            yield FindingKind.PERSON, pair, person
        kinds = [one.kind, other.kind]
        everybody = one.spans_rooms or other.spans_rooms
        if everybody and Kind.ACCREDITATION not in kinds and kinds != [Kind.BREAK] * 2:
            yield FindingKind.ALL_ROOMS, pair, None


def told_of(plan):
    """The same of what the finder tells."""
    people = {held.name: held.person for each in plan.sittings for held in each.holders}
    for finding in find_clashes(plan):
        assert len(finding.sessions) == 2
        about = people[finding.person] if finding.person else finding.room
        yield finding.kind, frozenset(finding.sessions), about


@thoroughly
@given(plans())
@example(plan_of(sitting(1, 0, 30), sitting(2, 30, 60, room_id=1)))
@example(plan_of(sitting(1, 0, 31), sitting(2, 30, 60, room_id=1)))
@example(plan_of(sitting(1, 0, 60, spans_rooms=True), sitting(2, 0, 60, spans_rooms=True)))
def test_the_finder_tells_of_each_clash_once_and_of_nothing_else(plan):
    told = list(told_of(plan))

    assert len(told) == len(set(told))
    assert set(told) == set(doubled_in(plan))


@thoroughly
@given(plans())
def test_what_is_told_does_not_hang_on_the_order_in_which_sessions_are_read(plan):
    backwards = plan_of(*reversed(plan.sittings))

    assert set(told_of(backwards)) == set(told_of(plan))


@thoroughly
@given(plans())
def test_of_two_sessions_the_one_that_starts_first_is_named_first(plan):
    starts = {each.pk: each.starts_at for each in plan.sittings}

    for finding in find_clashes(plan):
        if finding.kind != FindingKind.ALL_ROOMS:
            one, other = finding.sessions
            assert starts[one] <= starts[other]


@thoroughly
@given(plans())
def test_two_places_are_refused_and_the_rest_is_a_warning(plan):
    for finding in find_clashes(plan):
        is_warning = finding.kind == FindingKind.ALL_ROOMS
        assert (finding.severity == Severity.WARNING) == is_warning


# -- Times alone --------------------------------------------------------------------------------

stays = st.lists(
    st.builds(
        lambda who, where, pair: Stay(who, where, at(pair[0]), at(pair[1])),
        st.integers(1, 2),
        st.integers(1, 5),
        times,
    ),
    max_size=12,
    unique=True,
)


@thoroughly
@given(stays)
def test_two_stays_overlap_if_the_same_is_elsewhere_for_a_minute(stays):
    found = [frozenset(pair) for pair in find_overlaps(stays)]

    assert len(found) == len(set(found))
    assert set(found) == {
        frozenset(pair)
        for pair in combinations(stays, 2)
        if share_a_minute(*pair)
        and len({stay.who for stay in pair}) == 1
        and len({stay.where for stay in pair}) == 2
    }


@thoroughly
@given(stays)
def test_meanwhile_is_whatever_shares_a_minute_with_what_everybody_is_at(stays):
    wide = [stay for stay in stays if stay.who == 1]
    narrow = [stay for stay in stays if stay.who != 1]

    found = [frozenset(pair) for pair in find_meanwhile(wide, narrow)]

    assert len(found) == len(set(found))
    assert set(found) == {
        frozenset(pair)
        for pair in combinations(stays, 2)
        if share_a_minute(*pair) and 1 in {stay.who for stay in pair}
    }


def test_a_long_agenda_is_not_compared_pair_by_pair():
    """Ten thousand sessions one after the other: as many pairs would be fifty million."""
    compared = 0

    class Counted(datetime):
        def __le__(self, other):
            nonlocal compared
            compared += 1
            return datetime.__le__(self, other)

        def __lt__(self, other):
            nonlocal compared
            compared += 1
            return datetime.__lt__(self, other)

        __hash__ = datetime.__hash__

    def moment(number):
        return Counted.fromtimestamp(number * 60, UTC)

    stays = [Stay("hall", number, moment(number), moment(number + 1)) for number in range(10_000)]

    assert find_overlaps(stays) == []
    assert compared < 200_000
