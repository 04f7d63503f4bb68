"""What storing a meeting file does and does not touch."""

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
