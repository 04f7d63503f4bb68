"""The faults of a meeting file are told all at once, each with its place."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import (
    Meeting,
)

NAIROBI = Path(__file__).with_name("nairobi.toml").read_text(encoding="utf-8")
LAST_OUTCOME = NAIROBI[NAIROBI.index("[[expected_outcomes]]\nnumber = 4") :].partition("[[sec")[0]


@pytest.fixture
def load(db, tmp_path):
    """Load a text as a meeting file."""

    def load(text):
        path = tmp_path / "meeting.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_meeting_file(path)

    return load


@pytest.fixture
def faults_of(load):
    """The faults for which the Nairobi file is refused once these are replaced in it."""

    def faults_of(*replacements):
        text = NAIROBI
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        with pytest.raises(ValidationError) as refusal:
            load(text)
        assert not Meeting.objects.exists()
        return refusal.value.messages

    return faults_of


FAULTS = {
    "an unknown key": (
        ('currency = "EUR"', 'currency = "EUR"\ncolour = "green"'),
        "meeting.colour: unknown key",
    ),
    "a key that is written wrongly": (
        ("seats_expected = 30", "seats_expected = 30\nseat = 40"),
        "meeting.seat: unknown key; seats?",
    ),
    "an unknown table": (
        ("[[regions]]", "[[continents]]"),
        "continents: unknown key",
    ),
    "an unknown key in a list": (
        ("number = 3", "number = 3\npriority = 1"),
        "expected_outcomes[3].priority: unknown key",
    ),
    "a key that belongs to the order of the file": (
        ('key = "uganda"', 'key = "uganda"\nposition = 1'),
        "parties[2].position: unknown key",
    ),
    "a country in two regions": (
        ("[[regions]]", '[[regions]]\ncountries = "KE UG KE"'),
        "regions[1].countries: KE is in regions[1] already",
    ),
    "a country that does not exist": (
        ("[[regions]]", '[[regions]]\ncountries = "KE ZZ"'),
        "regions[1].countries: no country has the code ZZ",
    ),
    "countries that are no codes": (
        ("[[regions]]", '[[regions]]\ncountries = "Kenya, Uganda"'),
        "regions[1].countries: Codes of two capital letters, parted by spaces: KE UG TZ.",
    ),
    "a missing key": (
        ('time_zone = "Africa/Nairobi"\n', ""),
        "meeting.time_zone: missing",
    ),
    "a missing text": (
        (
            'city.en = "Nairobi"\ncity.es = "Nairobi"\ncity.fr = "Nairobi"\n',
            "",
        ),
        "meeting.city: missing",
    ),
    "a missing translation": (
        ('wording.fr = "Une liste d’agences qui ne font rien payer aux travailleurs"\n', ""),
        "expected_outcomes[3].wording.fr: missing translation",
    ),
    "an empty translation": (
        ('venue.es = "Sala Kenyatta"', 'venue.es = " "'),
        "meeting.venue.es: missing translation",
    ),
    "a text without languages": (
        (
            'city.en = "Nairobi"\ncity.es = "Nairobi"\ncity.fr = "Nairobi"\n',
            'city = "Nairobi"\n',
        ),
        "meeting.city: expected a text in each language: city.en, city.es, city.fr",
    ),
    "another language": (
        ('city.fr = "Nairobi"', 'city.fr = "Nairobi"\ncity.sw = "Nairobi"'),
        "meeting.city.sw: unknown language",
    ),
    "text for a number": (
        ("seats = 40", 'seats = "40"'),
        "meeting.seats: expected a whole number",
    ),
    "a truth value for a number": (
        ("seats = 40", "seats = true"),
        "meeting.seats: expected a whole number",
    ),
    "a number for a text": (
        ('city.es = "Nairobi"', "city.es = 7"),
        "meeting.city.es: expected text in quotation marks",
    ),
    "a date in quotation marks": (
        ("starts_on = 2013-03-12", 'starts_on = "2013-03-12"'),
        "meeting.starts_on: expected a date without quotation marks, such as 2025-12-31",
    ),
    "a moment for a date": (
        ("starts_on = 2013-03-12", "starts_on = 2013-03-12T09:00:00"),
        "meeting.starts_on: expected a date without quotation marks, such as 2025-12-31",
    ),
    "a list for a table": (
        ("[meeting]", "[[meeting]]"),
        "meeting: expected a table of keys and values",
    ),
    "a table for a list": (
        (LAST_OUTCOME, ""),
        ("[[sections]]", "[emphases]\nnumber = 1\n\n[[sections]]"),
        "emphases: expected tables, each under [[emphases]]",
    ),
    "capacities that are no list": (
        ('capacities = ["host", "co-chair"]', 'capacities = "host"'),
        'parties[1].capacities: expected a list such as ["host", "co-chair"]',
    ),
    "an unknown capacity": (
        ('["co-chair", "supporter"]', '["co-chair", "sponsor"]'),
        "parties[2].capacities: “sponsor” is none of: host, co-chair, collaborator, supporter",
    ),
    "a capacity that is a list": (
        ('["co-chair", "supporter"]', '[["co-chair"]]'),
        "parties[2].capacities: “['co-chair']” is none of: host, co-chair, collaborator, supporter",
    ),
    "a party in no capacity": (
        ('capacities = ["co-chair", "supporter"]\n', ""),
        "parties[2]: A party hosts, co-chairs, collaborates or supports.",
    ),
    "no co-chair": (
        ('["host", "co-chair"]', '["host"]'),
        ('["co-chair", "supporter"]', '["supporter"]'),
        "parties: none co-chairs the meeting",
    ),
    "no host": (
        ('["host", "co-chair"]', '["co-chair"]'),
        "parties: none hosts the meeting",
    ),
    "an end before the start": (
        ("ends_on = 2013-03-14", "ends_on = 2013-03-11"),
        "meeting: The last day is before the first.",
    ),
    "a registration that closes too late": (
        ("registration_closes_on = 2013-02-20", "registration_closes_on = 2013-03-15"),
        "meeting.registration_closes_on: after the last day of the meeting",
    ),
    "a gap in the numbers": (
        ("number = 4", "number = 5"),
        "expected_outcomes: numbers run from 1 without a gap, but here they are 1, 2, 3, 5",
    ),
    "numbers from zero": (
        ("number = 1", "number = 0"),
        "expected_outcomes: numbers run from 1 without a gap, but here they are 0, 2, 3, 4",
    ),
    "a number twice": (
        ("number = 4", "number = 3"),
        "expected_outcomes: number 3 is given 2 times",
    ),
    "a key twice": (
        ('key = "uganda"', 'key = "kenya"'),
        "parties: key kenya is given 2 times",
    ),
    "a negative ceiling": (
        ("budget_ceiling = 120000.50", "budget_ceiling = -1"),
        "meeting: A budget ceiling is not negative.",
    ),
    "a fraction of a cent": (
        ("budget_ceiling = 120000.50", "budget_ceiling = 120000.505"),
        "meeting.budget_ceiling: Ensure that there are no more than 2 decimal places.",
    ),
    "no finite ceiling": (
        ("budget_ceiling = 120000.50", "budget_ceiling = inf"),
        "meeting.budget_ceiling: “Infinity” value must be a decimal number.",
    ),
    "a negative number of seats": (
        ("seats = 14", "seats = -14"),
        "stakeholder_groups[2].seats: Ensure this value is greater than or equal to 0.",
    ),
    "more seats than a column holds": (
        ("seats = 40", "seats = 40000"),
        "meeting.seats: 40000 is more than 32767",
    ),
    "more people expected than seats": (
        ("seats_expected = 30", "seats_expected = 41"),
        "meeting: More participants are expected than there are seats.",
    ),
    "group seats that exceed the capacity": (
        ("seats = 6", "seats = 7"),
        "stakeholder_groups: their 41 seats together are more than the 40 of the meeting",
    ),
    "an unknown currency": (
        ('currency = "EUR"', 'currency = "EUX"'),
        "meeting.currency: no currency has the code EUX",
    ),
    "a currency in words": (
        ('currency = "EUR"', 'currency = "eur"'),
        "meeting.currency: Three capital letters of ISO 4217, such as USD.",
    ),
    "an unknown country": (
        ('country = "UG"', 'country = "UX"'),
        "parties[2].country: no country has the code UX",
    ),
    "an unknown time zone": (
        ("Africa/Nairobi", "Nairobi"),
        "meeting.time_zone: “Nairobi” is no time zone of the IANA database, "
        "such as Africa/Nairobi.",
    ),
    "a key with a space": (
        ('key = "uganda"', 'key = "u ganda"'),
        "parties[2].key: Enter a valid “slug” consisting of letters, numbers, underscores or "
        "hyphens.",
    ),
    "an address that is none": (
        ("secretariat@example.org", "secretariat"),
        "meeting.contact_email: Enter a valid email address.",
    ),
    "an unknown type": (
        ('type = "civil_society"', 'type = "union"'),
        "stakeholder_groups[3].type: “union” is none of: government, "
        "international_organization, civil_society",
    ),
    "an unknown region": (
        ('region = "gulf"', 'region = "sea"'),
        "stakeholder_groups[2].region: no region has the key “sea”",
    ),
    "a region that is no key": (
        ('region = "gulf"', "region = 2"),
        "stakeholder_groups[2].region: expected the key of a region in quotation marks",
    ),
    "two groups of one type and region": (
        ('region = "gulf"', 'region = "east-africa"'),
        "stakeholder_groups[2]: stakeholder_groups[1] is the group "
        "of type government and region east-africa already",
    ),
    "a text that is too long": (
        ('short_title.es = "Retorno"', f'short_title.es = "{"x" * 81}"'),
        "expected_outcomes[4].short_title.es: "
        "Ensure this value has at most 80 characters (it has 81).",
    ),
    "a control character": (
        ('city.en = "Nairobi"', 'city.en = "Nai\\u0000robi"'),
        "meeting.city.en: holds a control character",
    ),
    "a control character that Python takes for a space": (
        ('city.en = "Nairobi"', 'city.en = "Nairobi\\u001f"'),
        "meeting.city.en: holds a control character",
    ),
    "a fault in a figure": (
        ('source.fr = "Une enquête de nos soins"\n', ""),
        "sections[1].figures[1].source.fr: missing translation",
    ),
}


@pytest.mark.parametrize("given", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(faults_of, given):
    *replacements, sentence = given
    assert sentence in faults_of(*replacements)


def test_a_file_without_faults_is_taken(load):
    assert load(NAIROBI)


def test_all_faults_are_told_at_once(faults_of):
    faults = faults_of(
        ('city.fr = "Nairobi"\n', ""),
        ("budget_ceiling = 120000.50", "budget_ceiling = -5"),
        ("ends_on = 2013-03-14", "ends_on = 2012-03-14"),
        ("number = 4", "number = 6"),
        ("seats = 20", "seats = 40"),
        ('key = "uganda"', 'key = "uganda"\ncolour = "black"'),
    )
    assert len(faults) == 7  # registration, too, would close after the end
    assert "parties[2].colour: unknown key" in faults
    assert "meeting.city.fr: missing translation" in faults


def test_an_empty_file_is_told_all_that_it_lacks(load):
    with pytest.raises(ValidationError) as refusal:
        load("")
    assert {"meeting.title: missing", "parties: missing", "expected_outcomes: missing"} <= set(
        refusal.value.messages
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"[meeting]\nseats = \n", "at line 2"),
        (b"[meeting]\nseats = 4\nseats = 5\n", "at line 3"),
        (b"[meeting]\n# caf\xe9\n", "line 2 is not UTF-8 text"),
        (b"seats = " + b"9" * 5000, "4300"),
        (b"seats = " + b"[" * 5000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(load, text, problem):
    with pytest.raises(ValidationError, match=problem):
        load(text)


def test_a_folder_is_no_meeting_file(db, tmp_path):
    with pytest.raises(ValidationError, match="There is no meeting file"):
        load_meeting_file(tmp_path)
