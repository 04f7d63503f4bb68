"""Sheets of delegations and participants as delegations send them."""

from datetime import datetime

from tests.sheets import take, upload, verdicts_of, workbook_of

DELEGATIONS = [
    "Delegation",
    "Country (ISO 3166)",
    "Region",
    "Stakeholder type",
    "Seats",
    "Sponsored seats",
    "Migration role",
]
PARTICIPANTS = [
    "Delegation",
    "Country (ISO 3166)",
    "Region",
    "Stakeholder type",
    "Function in the delegation",
    "Title",
    "First name",
    "Family name",
    "Position",
    "E-mail",
    "Telephone",
    "Preferred language",
    "Needs interpretation",
    "Dietary needs",
    "Accessibility needs",
    "Sponsored",
    "Arrival",
    "Departure",
]
NORWAY = ["Norway", "NO", "Europe", "Government", 2, 1, "destination, transit"]
FORUM = ["Migrant Forum", "PH", "Europe", "Civil Society", 1, 0, None]
KARI = [
    "Norway",
    "NO",
    "Europe",
    "Government",
    "Head of delegation",
    "H.E. Ms.",
    "Kari",
    "von Lie",
    "Minister",
    "kari..lie@no.example.org",
    "+47 22 24 00 00",
    "French",
    "Yes",
    "Vegan",
    None,
    "No",
    datetime(2011, 10, 3, 14, 30),  # noqa: DTZ001 - cells have no time zone
    datetime(2011, 10, 6, 9, 0),  # noqa: DTZ001
]


def page(response):
    return " ".join(response.content.decode().split())


def preview(desk, model, *rows):
    return upload(desk, f"/admin/registrations/{model}/import/", workbook_of(*rows))


def load(desk, model, *rows):
    """Preview a workbook and confirm it, as an organiser does. Gives both answers."""
    shown = preview(desk, model, *rows)
    assert shown.context["sheet"].refused == 0, page(shown)
    done, _sheet = take(desk, shown)
    return shown, done


def figures(shown):
    sheet = shown.context["sheet"]
    return sheet.new, sheet.changed, sheet.unchanged, sheet.refused


def said_in(shown, number):
    """What the preview says of a row: by heading why a cell is refused, and of the row."""
    sheet = shown.context["sheet"]
    (verdict,) = (one for one in verdicts_of(sheet) if one.number == number)
    of_cells = {sheet.headings[int(place)]: " ".join(v) for place, v in verdict.reasons.items()}
    return of_cells, " ".join(verdict.of_row)


def changed(row, **cells):
    """A row with some cells changed, by their place: c4="Adviser"."""
    row = [*row]
    for place, value in cells.items():
        row[int(place[1:])] = value
    return row


def person(number, **cells):
    cells = {"c4": "Delegate", "c9": f"p{number}@no.example.org"} | cells
    return changed(KARI, **cells)
