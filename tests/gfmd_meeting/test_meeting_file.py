"""A meeting file: its faults, and what storing it does and does not touch."""

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import (
    ConceptNoteSection,
    ExpectedOutcome,
    Figure,
    Meeting,
    Party,
    Region,
    StakeholderGroup,
)
from registrations.models import Status
from tests.factories import (
    make_delegation,
    make_line,
    make_participant,
    make_recommendation,
    make_session,
    make_user,
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


def test_what_a_file_gives_is_stored(load):
    load(NAIROBI)
    meeting = Meeting.objects.get()
    assert meeting.title_fr == "Atelier sur les compétences et le travail saisonnier"
    assert (meeting.starts_on, meeting.ends_on) == (date(2013, 3, 12), date(2013, 3, 14))
    assert meeting.budget_ceiling == Decimal("120000.50")
    assert [p.key for p in Party.objects.co_chairing()] == ["kenya", "uganda"]
    assert [p.key for p in Party.objects.supporting()] == ["uganda"]
    assert [(g.key, g.region and g.region.key) for g in StakeholderGroup.objects.all()] == [
        ("east-african-states", "east-africa"),
        ("gulf-states", "gulf"),
        ("trade-unions", None),
    ]


def test_line_breaks_of_the_file_are_folded_and_paragraphs_kept(load):
    load(NAIROBI)
    body = ConceptNoteSection.objects.get().body_en
    assert body == "Harvests need hands, and those who lend them learn.\n\nA second paragraph."


def test_a_no_break_space_stays(load):
    load(NAIROBI.replace("Why now", "Why\u00a0now"))
    assert ConceptNoteSection.objects.get().title_en == "Why\u00a0now"


def test_loading_twice_changes_nothing(load):
    assert load(NAIROBI)
    assert not load(NAIROBI)


def test_what_forms_store_for_nothing_is_no_change(load):
    load(NAIROBI)
    Party.objects.update(agency_en=None, agency_es="", agency_fr=None)
    assert not load(NAIROBI)


def test_a_changed_fact_is_told_by_its_place_and_its_row_keeps_its_key(load):
    load(NAIROBI)
    outcome = ExpectedOutcome.objects.get(number=4)
    recommendation = make_recommendation(outcome=outcome)

    changes = load(NAIROBI.replace("Conseils pour ceux qui rentrent", "Conseils au retour"))

    assert changes.changed == ["expected_outcomes[4].wording.fr"]
    recommendation.refresh_from_db()
    assert recommendation.outcome_id == outcome.pk
    assert recommendation.outcome.wording_fr == "Conseils au retour"


def test_what_the_file_does_not_give_stays_as_people_set_it(load):
    without = NAIROBI.replace('contact_email = "secretariat@example.org"\n', "")
    load(without)
    Meeting.objects.update(contact_email="desk@example.org")
    assert not load(without)
    assert Meeting.objects.get().contact_email == "desk@example.org"


def test_a_party_that_supports_no_longer_is_told_so(load):
    load(NAIROBI)
    changes = load(NAIROBI.replace('["co-chair", "supporter"]', '["co-chair"]'))
    assert changes.changed == ["parties[2].capacities"]
    assert not Party.objects.supporting().exists()


def test_a_fact_that_nobody_uses_goes_with_its_line_in_the_file(load):
    load(NAIROBI)
    changes = load(NAIROBI.replace(LAST_OUTCOME, ""))
    assert changes.removed == ["expected_outcomes: “4. Return”"]
    assert ExpectedOutcome.objects.count() == 3


def test_an_outcome_that_is_used_does_not_go_and_nothing_else_is_stored(load):
    load(NAIROBI)
    outcome = ExpectedOutcome.objects.get(number=4)
    make_recommendation(outcome=outcome)
    make_session().outcomes.add(outcome)
    make_line(outcome=outcome)

    with pytest.raises(ValidationError) as refusal:
        load(NAIROBI.replace(LAST_OUTCOME, "").replace("seats = 40", "seats = 45"))

    [sentence] = refusal.value.messages
    assert "“4. Return” is no longer in the file, but is still used by" in sentence
    for users in ("1 recommendations", "1 sessions", "1 budget lines"):
        assert users in sentence
    assert Meeting.objects.get().seats == 40
    assert ExpectedOutcome.objects.filter(pk=outcome.pk).exists()


def test_a_party_that_people_speak_for_does_not_go(load):
    load(NAIROBI)
    make_user(party=Party.objects.get(key="uganda"))
    with pytest.raises(ValidationError, match="still used by 1 users"):
        load(NAIROBI.replace('key = "uganda"', 'key = "rwanda"'))


def test_a_group_that_has_delegations_does_not_go(load):
    load(NAIROBI)
    make_delegation(group=StakeholderGroup.objects.get(key="gulf-states"))
    with pytest.raises(ValidationError, match="still used by 1 delegations"):
        load(NAIROBI.replace('key = "gulf-states"', 'key = "the-gulf"'))
    assert StakeholderGroup.objects.get(key="gulf-states").type == "government"


def test_a_group_without_delegations_may_be_given_another_key(load):
    load(NAIROBI)
    load(NAIROBI.replace('key = "gulf-states"', 'key = "the-gulf"'))
    assert StakeholderGroup.objects.get(region__key="gulf").key == "the-gulf"


def test_a_region_goes_with_the_group_that_was_in_it(load):
    load(NAIROBI)
    changes = load(NAIROBI.replace('"gulf"', '"arabia"'))
    assert changes.removed == ["regions: “Gulf States”"]
    assert [region.key for region in Region.objects.all()] == ["east-africa", "arabia"]


def test_two_groups_may_swap_their_regions(load):
    load(NAIROBI)
    swapped = (
        NAIROBI.replace('region = "gulf"', 'region = "?"')
        .replace('region = "east-africa"', 'region = "gulf"')
        .replace('region = "?"', 'region = "east-africa"')
    )
    load(swapped)
    assert StakeholderGroup.objects.get(key="gulf-states").region.key == "east-africa"
    assert StakeholderGroup.objects.get(key="east-african-states").type == "government"


def test_figures_follow_the_file(load):
    load(NAIROBI)
    first = Figure.objects.get()
    figure = NAIROBI[NAIROBI.index("[[sections.figures]]") :]
    load(NAIROBI + "\n" + figure.replace("One in five", "One in six"))
    assert [f.value_en for f in Figure.objects.all()] == ["One in five", "One in six"]
    load(NAIROBI)
    assert Figure.objects.get() == first


def test_the_order_of_the_file_is_the_order_of_the_rows(load):
    load(NAIROBI)
    party = NAIROBI[NAIROBI.index("[[parties]]") :].partition('[[parties]]\nkey = "uganda"')[0]
    load(NAIROBI.replace(party, "") + "\n" + party)
    assert [p.key for p in Party.objects.all()] == ["uganda", "kenya"]


def test_seats_are_not_lowered_below_those_taken(load):
    load(NAIROBI)
    group = StakeholderGroup.objects.get(key="trade-unions")
    delegation = make_delegation(group=group)
    for _ in range(3):
        make_participant(delegation=delegation, status=Status.CONFIRMED)
    make_participant(delegation=delegation, status=Status.REGISTERED)
    load(NAIROBI.replace("seats = 6", "seats = 3"))

    with pytest.raises(ValidationError) as refusal:
        load(
            NAIROBI.replace("seats = 6", "seats = 2")
            .replace("seats_expected = 30", "seats_expected = 0")
            .replace("seats = 40", "seats = 2")
            .replace("seats = 20\n", "")
            .replace("seats = 14\n", "")
        )

    assert refusal.value.messages == [
        "The meeting cannot have 2 seats: 3 are taken.",
        "Trade unions cannot have 2 seats: 3 are taken.",
    ]
    assert Meeting.objects.get().seats == 40


def test_seats_given_past_a_limit_do_not_keep_the_file_from_being_loaded_again(load):
    load(NAIROBI)
    delegation = make_delegation(group=StakeholderGroup.objects.get(key="trade-unions"))
    for _ in range(7):
        make_participant(delegation=delegation, status=Status.CONFIRMED)
    assert not load(NAIROBI)


def test_the_ceiling_is_not_lowered_below_the_plan_nor_its_currency_changed(load):
    load(NAIROBI)
    make_line(planned=Decimal("100000.00"))
    load(NAIROBI.replace("120000.50", "100000"))
    with pytest.raises(ValidationError) as refusal:
        load(NAIROBI.replace("120000.50", "99999.99").replace('"EUR"', '"KES"'))
    assert refusal.value.messages == [
        "The ceiling cannot be 99999.99: the budget lines plan 100000.00.",
        "The currency cannot be KES: the budget is entered in EUR.",
    ]


def test_another_meeting_takes_the_place_of_one_that_nobody_uses(load):
    load_meeting_file("san_salvador_2011")
    load(NAIROBI)
    assert Meeting.objects.get().city_en == "Nairobi"
    assert [p.key for p in Party.objects.all()] == ["kenya", "uganda"]
    assert ExpectedOutcome.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_load_at_once_take_turns(tmp_path):
    path = tmp_path / "meeting.toml"
    path.write_text(NAIROBI, encoding="utf-8")
    together, changes, errors = threading.Barrier(4), [], []

    def load_it():
        try:
            together.wait()
            changes.append(bool(load_meeting_file(path)))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=load_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(changes) == [False, False, False, True]
    assert ExpectedOutcome.objects.count() == 4


@pytest.mark.parametrize("name", ["home", "concept_note"])
def test_the_pages_of_another_meeting_show_it_and_nothing_of_the_first(client, load, name):
    load_meeting_file("san_salvador_2011")
    load(NAIROBI)
    for language in ("en", "es", "fr"):
        page = client.get(reverse(name), headers={"accept-language": language}).content.decode()
        assert "Nairobi" in page
        for fact in (
            *("Salvador", "Mexico", "México", "Mexique", "Switzerland", "Suiza", "Suisse"),
            *("75,000", "75.000", "75\u202f000", "75\u00a0000", "2011"),
        ):
            assert fact not in page
