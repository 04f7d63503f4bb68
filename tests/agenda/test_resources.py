"""An organiser's agenda comes in as it is, twice without effect, and out again the same."""

import io

import openpyxl
import pytest
import tablib

from agenda.models import Room, Session
from agenda.resources import SessionResource
from gfmd_meeting.spreadsheets.formats import SafeCSV, SafeXLSX
from tests.factories import (
    make_assignment,
    make_objective,
    make_organiser,
    make_outcome,
    make_room,
    make_session,
    moment,
)
from tests.sheets import bring

pytestmark = pytest.mark.usefixtures("meeting")

HEADERS = "date,start,end,kind,room,title_en,title_es,expected_outcomes,interpretation"
SHEET = f"""{HEADERS}
2011-10-04,08:30,09:00,accreditation,Foyer,Accreditation,Acreditación,,
2011-10-04,15:45,17:15,session,Room Cuscatlán,Session 3. Minors,Sesión 3. Menores,3,en es
2011-10-04,15:45,17:15,session,Room Izalco,"Session 4. Public, schools",Sesión 4,4,en es
2011-10-04,19:00,21:00,social,National Palace,Reception,Recepción,,
2011-10-05,14:15,15:45,working group,Room Izalco,Group B,Grupo B,4 3,en es
"""


@pytest.fixture(autouse=True)
def _outcomes(meeting):
    make_outcome(number=3)
    make_outcome(number=4)


def read(*rows, headers=HEADERS, **options):
    """Import a sheet: a whole text, or rows under the usual headers."""
    text = rows[0] if rows[0].startswith("date,") else "\n".join([headers, *rows])
    return bring(SessionResource, text, **options)


def faults(told):
    return list(told.refused.values())


def sheet():
    return SessionResource().export()


# -- In -----------------------------------------------------------------------------------------


def test_an_agenda_comes_in_at_the_meetings_own_time_under_the_name_of_who_brought_it():
    organiser = make_organiser()

    result = read(SHEET, user=organiser)

    assert (result.totals["new"], faults(result)) == (5, [])
    reception = Session.objects.get(title_en="Reception")
    assert (reception.starts_at, reception.ends_at) == (moment(4, "19:00"), moment(4, "21:00"))
    assert reception.changed_by == organiser
    group = Session.objects.get(kind="working_group")
    assert (group.title_es, group.interpretation) == ("Grupo B", "en es")
    assert [outcome.number for outcome in group.outcomes.all()] == [3, 4]


def test_rooms_are_made_once_in_the_order_in_which_they_come():
    make_room(name_en="Terrace", position=7)

    read(SHEET)

    names = ["Terrace", "Foyer", "Room Cuscatlán", "Room Izalco", "National Palace"]
    assert [room.name_en for room in Room.objects.all()] == names


def test_the_same_file_twice_adds_nothing_and_changes_nothing():
    read(SHEET)
    before = list(Session.objects.values_list("pk", "changed_at"))

    result = read(SHEET)

    assert result.totals["unchanged"] == 5
    assert list(Session.objects.values_list("pk", "changed_at")) == before
    assert Room.objects.count() == 4


def test_a_session_is_known_by_its_room_and_start():
    read(SHEET)
    organiser = make_organiser()

    result = read(
        "2011-10-04,08:30,09:15,accreditation,Foyer,Accreditation and coffee,,,", user=organiser
    )

    assert result.totals["changed"] == 1
    session = Session.objects.get(starts_at=moment(4, "08:30"))
    assert (session.title_en, session.changed_by) == ("Accreditation and coffee", organiser)
    assert session.ends_at == moment(4, "09:15")


def test_columns_that_the_file_has_not_leave_what_stands():
    read(SHEET)
    Session.objects.filter(title_en="Reception").update(title_fr="Réception", description_en="Bus")

    result = read(SHEET)

    assert result.totals["unchanged"] == 5
    assert Session.objects.filter(title_fr="Réception", description_en="Bus").exists()


def test_a_preview_stores_nothing_and_makes_no_room():
    result = read(SHEET, dry_run=True)

    assert result.totals["new"] == 5
    assert not Session.objects.exists()
    assert not Room.objects.exists()


def test_a_room_that_is_taken_is_refused_in_its_row():
    result = read(
        "2011-10-04,09:00,10:00,plenary,Hall,One,,,",
        "2011-10-04,09:59,11:00,plenary,Hall,Two,,,",
    )

    assert result.refused == {
        3: "Hall is taken: “Two” (4 October, 09:59–11:00)"
        " would meet “One” (4 October, 09:00–10:00) there."
    }
    assert [session.title_en for session in Session.objects.all()] == ["One"]


def test_a_session_that_is_made_longer_is_refused_where_its_people_are_elsewhere():
    first = make_session(room=make_room(name_en="Hall"), title_en="One")
    given = make_assignment(session=first)
    second = make_session(title_en="Two", starts_at=moment(4, "10:00"), ends_at=moment(4, "11:00"))
    make_assignment(session=second, participant=given.participant)

    result = read("2011-10-04,09:00,10:30,session,Hall,One,,,")

    (fault,) = faults(result)
    assert "would be in two places at once" in fault
    assert "“One”" in fault
    assert "“Two”" in fault


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("4 October,09:00,10:00,plenary,Hall,One,,,", "“4 October” is no date"),
        ("2011-02-30,09:00,10:00,plenary,Hall,One,,,", "“2011-02-30” is no day of the calendar"),
        ("2011-10-04,9 am,10:00,plenary,Hall,One,,,", "is no time: write it as 09:30"),
        ("2011-10-04,09:00,25:00,plenary,Hall,One,,,", "“25:00” is no time"),
        ("2011-10-04,09:00,,plenary,Hall,One,,,", "“” is no time"),
        ("2011-12-06,09:00,10:00,plenary,Hall,One,,,", "the meeting is from 4 October"),
        ("2012-10-04,09:00,10:00,plenary,Hall,One,,,", "the meeting is from 4 October 2011"),
        ("2011-10-04,09:00,10:00,party,Hall,One,,,", "“party” is no kind of session"),
        ("2011-10-04,09:00,10:00,plenary,,One,,,", "cannot be"),
        (f"2011-10-04,09:00,10:00,plenary,{'x' * 101},One,,,", "at most 100 characters"),
        ("2011-10-04,09:00,10:00,plenary,Hall,,,,", "cannot be"),
        ("2011-10-04,09:00,10:00,plenary,Hall,One,,9,", "no expected outcome “9”"),
        ("2011-10-04,09:00,10:00,plenary,Hall,One,,one,", "no expected outcome “one”"),
        ("2011-10-04,09:00,10:00,plenary,Hall,One,,,English", "Language codes parted by spaces"),
    ],
)
def test_a_row_that_cannot_be_read_says_why_in_words(row, fault):
    result = read("2011-10-05,09:00,10:00,plenary,Hall,Fine,,,", row)

    assert list(result.refused) == [3]
    assert fault in faults(result)[0]
    assert [session.title_en for session in Session.objects.all()] == ["Fine"]


def test_a_file_without_its_columns_is_refused_as_a_whole():
    result = read("2011-10-04,09:00", headers="date,start")

    assert "no column “end”, “kind”, “room”, “title_en”" in result.fault


def test_a_workbook_comes_in_with_days_and_times_as_excel_keeps_them():
    book = openpyxl.Workbook()
    book.active.append(HEADERS.split(","))
    at = moment(4, "09:00").replace(tzinfo=None)
    row = [at.replace(hour=0), at.time(), at.replace(hour=10).time(), "plenary", "Hall", "One"]
    book.active.append([*row, None, 3, None])
    file = io.BytesIO()
    book.save(file)

    result = bring(SessionResource, file.getvalue())

    assert faults(result) == []
    session = Session.objects.get()
    assert (session.starts_at, session.ends_at) == (moment(4, "09:00"), moment(4, "10:00"))
    assert [outcome.number for outcome in session.outcomes.all()] == [3]


OPEN_TO = f"{HEADERS},open to,Objectives,across all rooms"


def test_whom_a_session_is_open_to_its_objectives_and_rooms_come_in_where_there_is_a_column():
    make_objective(number=1)
    make_objective(number=2)

    told = read(
        "2011-10-04,09:00,10:00,session,Hall,One,,,,Governments only,2 1,No",
        "2011-10-04,10:00,10:30,break,Foyer,Coffee,,,,,,yes",
        "2011-10-04,12:00,13:00,session,Hall,Two,,,,Solo gobiernos,,",
        headers=OPEN_TO,
    )

    assert told.refused == {}
    one, coffee, two = Session.objects.all()
    assert (one.audience, one.spans_rooms) == ("governments", False)
    assert [objective.number for objective in one.objectives.all()] == [1, 2]
    assert (coffee.audience, coffee.spans_rooms) == ("all", True)
    assert (two.audience, two.spans_rooms) == ("governments", False)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("ministers,,", "“ministers” is none of these: All participants, Governments only"),
        (",7,", "no specific objective “7”"),
        (",,perhaps", "“perhaps” is neither yes nor no"),
    ],
)
def test_what_cannot_be_read_in_the_newer_columns_is_said_too(cells, fault):
    (said,) = faults(read(f"2011-10-04,09:00,10:00,session,Hall,One,,,,{cells}", headers=OPEN_TO))

    assert fault in said


def test_a_new_break_goes_across_all_rooms_where_the_sheet_does_not_say():
    read("2011-10-04,10:00,10:30,break,Foyer,Coffee,,,")
    assert Session.objects.get().spans_rooms
    Session.objects.update(spans_rooms=False)

    told = read("2011-10-04,10:00,10:30,break,Foyer,Coffee,,,")

    assert told.totals["unchanged"] == 1
    assert not Session.objects.get().spans_rooms


def test_a_day_outside_the_meeting_is_taken_with_a_note():
    told = read("2011-10-03,17:00,19:00,accreditation,Foyer,Early badges,,,")

    assert told.totals["new"] == 1
    (note,) = told.verdicts[0].notes
    assert note == (
        "“Early badges” (3 October, 17:00–19:00) is outside the days of the meeting,"
        " 4 October to 5 October."
    )


# -- Out ----------------------------------------------------------------------------------------


def test_what_is_exported_has_the_columns_of_what_comes_in_and_more():
    read(SHEET)

    exported = sheet()

    headers = exported.headers
    assert set(HEADERS.split(",")) < set(headers)
    assert {"title_fr", "description_en", "description_es", "description_fr"} < set(headers)
    again = [{key: row[key] for key in HEADERS.split(",")} for row in exported.dict]
    given = tablib.Dataset().load(SHEET, format="csv").dict
    given[-1]["expected_outcomes"] = "3 4"
    assert again == given


@pytest.mark.parametrize("form", [SafeCSV, SafeXLSX])
def test_what_was_exported_changes_nothing_when_it_comes_in_again(form):
    read(SHEET)
    session = Session.objects.get(title_en="Reception")
    session.title_fr = "=Réception"
    session.description_en = "One line.\nAnother, “quoted”."
    # Past midnight of its day.
    session.ends_at = moment(5, "00:30")
    session.save()

    out = form().export_data(sheet())
    result = bring(SessionResource, out)

    assert faults(result) == []
    assert result.totals["unchanged"] == 5


def test_what_was_exported_restores_an_agenda_that_was_lost():
    read(SHEET)
    Session.objects.filter(title_en="Reception").update(
        title_fr="Réception", ends_at=moment(5, "00:30"), guiding_questions_en="Why?\nHow?"
    )
    out = SafeCSV().export_data(sheet())
    before = sheet().csv
    Session.objects.all().delete()
    Room.objects.all().delete()

    read(out.removeprefix("\ufeff"))

    assert sheet().csv == before


def test_an_agenda_comes_in_under_the_headings_of_another_language_and_with_the_day_first():
    result = read(
        "4/10/2011;09:00;10:00;plenary;Hall;One", headers="Fecha;Inicio;Fin;Tipo;Sala;title en"
    )

    assert (result.totals["new"], result.fault) == (1, "")
    assert Session.objects.get().starts_at == moment(4, "09:00")


@pytest.mark.parametrize("sessions", [1, 30])
def test_an_export_takes_as_many_queries_for_thirty_sessions_as_for_one(
    sessions, django_assert_max_num_queries
):
    for _ in range(sessions):
        make_session().outcomes.add(*make_session().outcomes.all())

    with django_assert_max_num_queries(5):
        sheet()
