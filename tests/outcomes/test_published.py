"""The public reads what is adopted and what owners let it read, and not one word more."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.utils import timezone

from outcomes.consolidation import merge, move, split
from outcomes.models import Comment, OwnerConsent, Recommendation, SessionRecord, Status
from outcomes.numbers import give_number
from outcomes.published import published_entries, search_entries
from tests.factories import (
    make_meeting,
    make_organiser,
    make_outcome,
    make_participant,
    make_party,
    make_practice,
    make_recommendation,
    make_session,
    make_user,
)

PAGE, CSV, JSON = "/outcomes/", "/outcomes/outcomes.csv", "/outcomes/outcomes.json"
SCHEMA = Path(__file__).parents[2] / "docs" / "outcomes.schema.json"


def adopt(item):
    give_number(item)
    Recommendation.objects.filter(pk=item.pk).update(
        status=Status.ADOPTED, adopted_at=timezone.now()
    )
    item.refresh_from_db()
    return item


def make_adopted(**fields):
    return adopt(make_recommendation(**fields))


def make_published(**fields):
    consent = {"owner_consent": OwnerConsent.GIVEN, "consent_at": timezone.now()}
    return make_practice(**{"submitted_at": timezone.now()} | consent | fields)


def shown(client, query=""):
    """The first words of each entry that a page shows."""
    return [entry.shown_text for entry in client.get(f"{PAGE}?{query}").context["page"]]


def test_before_anything_is_adopted_the_page_says_so(client, meeting):
    make_recommendation(status=Status.CONSIDERED)

    page = client.get(PAGE).content.decode()

    assert "Nothing is adopted yet." in page
    assert f'href="{PAGE}"' not in client.get("/").content.decode()


def test_what_is_adopted_and_what_owners_consent_to_is_shown_and_linked_and_nothing_else(
    client, meeting
):
    make_adopted(text_en="Adopted.")
    make_published(text_en="Consented.")
    make_recommendation(text_en="Considered.", status=Status.CONSIDERED)
    make_published(text_en="Refused.", owner_consent=OwnerConsent.REFUSED)
    make_published(text_en="Not handed in.", submitted_at=None)
    make_published(text_en="Withdrawn.", withdrawn_at=timezone.now())

    assert shown(client) == ["Adopted.", "Consented."]
    assert f'href="{PAGE}"' in client.get("/").content.decode()


@pytest.fixture
def library(meeting):
    data, care = make_outcome(number=1), make_outcome(number=2)
    make_adopted(
        outcome=data, text_en="Share data.", addressed_to="all States, media", level="global"
    )
    make_adopted(
        outcome=care,
        language="es",
        text_en="",
        text_es="Proteger a la niñez migrante.",
        addressed_to="civil society",
        kind="option",
    )
    make_published(
        outcome=care, text_en="A shelter.", title_en="Casa", countries="MX GT", partners="UNICEF"
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=DATA", ["Share data."]),
        ("q=ninez", ["Proteger a la niñez migrante."]),
        ("q=migrante+protegér", ["Proteger a la niñez migrante."]),
        ("q=unicef", ["A shelter."]),
        ("outcome=2", ["Proteger a la niñez migrante.", "A shelter."]),
        ("addressee=media", ["Share data."]),
        ("level=global", ["Share data."]),
        ("country=GT", ["A shelter."]),
        ("language=es", ["Proteger a la niñez migrante."]),
        ("kind=practice", ["A shelter."]),
        ("outcome=2&kind=option&q=proteger", ["Proteger a la niñez migrante."]),
        ("outcome=1&kind=practice", []),
        ("outcome=1&q=shelter", []),
    ],
)
def test_words_and_wishes_go_together_on_the_page_and_in_the_files(client, library, query, found):
    assert shown(client, query) == found
    items = json.loads(client.get(f"{JSON}?{query}").content)["items"]
    assert [item["text"][item["language"]] for item in items] == found
    rows = csv.DictReader(io.StringIO(client.get(f"{CSV}?{query}").content.decode("utf-8-sig")))
    assert [row["text_en"] or row["text_es"] for row in rows] == found


@pytest.mark.parametrize(
    "query",
    ["outcome=x", "page=x", "page=99", "q=%00", "kind=a&kind=b", "level=%FF", "q=" + "x" * 999],
)
def test_a_made_up_address_is_answered(client, library, query):
    for address in (PAGE, CSV, JSON):
        assert client.get(f"{address}?{query}").status_code == 200


def test_the_number_of_what_is_found_is_told_and_an_empty_search_says_what_to_do(client, library):
    assert "2 of 3 found." in client.get(f"{PAGE}?outcome=2").content.decode()
    assert "Nothing published meets all of this." in client.get(f"{PAGE}?q=zzz").content.decode()


def test_a_reader_is_given_their_language_or_told_which_one_it_is(client, meeting):
    item = make_adopted(text_en="Share data.", text_es="Compartir datos.")
    address = f"/outcomes/{item.numbers.get()}/"

    spanish = client.get(address, headers={"Accept-Language": "es"}).content.decode()
    french = client.get(address, headers={"Accept-Language": "fr"}).content.decode()

    assert 'lang="es">Compartir datos.' in spanish
    assert 'lang="en">Share data.' in french
    assert 'class="tag wait"' in french


def test_a_number_stays_an_address_after_a_move_and_a_merger(client, meeting):
    home, away = make_outcome(), make_outcome()
    moved, one, other = (make_recommendation(outcome=home) for _ in range(3))
    for item in (moved, one, other):
        give_number(item)
    Recommendation.objects.update(status=Status.CONSIDERED)
    made = merge([one, other], by=None, language="en", text_en="Both.")
    move(moved, outcome=away, by=None)

    assert [client.get(f"/outcomes/1.{n}/").status_code for n in (1, 2, 3, 4)] == [404] * 4
    adopt(moved)
    adopt(made)

    leads = [client.get(f"/outcomes/1.{n}/") for n in (1, 2, 3)]
    assert [answer["Location"] for answer in leads] == [
        "/outcomes/2.1/",
        "/outcomes/1.4/",
        "/outcomes/1.4/",
    ]
    assert client.get("/outcomes/1.4/").status_code == 200
    assert client.get(f"/outcomes/1.{'9' * 30}/").status_code == 404


def test_the_number_of_what_was_split_leads_to_all_that_was_adopted_of_it(client, meeting):
    whole = make_recommendation(status=Status.CONSIDERED)
    give_number(whole)
    parts = split(whole, by=None, parts=[{"text_en": "One."}, {"text_en": "Two."}])
    for part in parts:
        adopt(part)

    page = client.get("/outcomes/1.1/")

    assert [entry.shown_text for entry in page.context["entries"]] == ["One.", "Two."]


def test_an_adopted_text_names_the_sessions_that_it_came_from(client, meeting):
    items = [make_recommendation(session=make_session(title_en=t)) for t in ("Dawn", "Dusk")]
    made = adopt(merge(items, by=None, language="en", text_en="Both."))

    page = client.get(f"/outcomes/{made.numbers.get()}/").content.decode()

    assert "Dawn" in page
    assert "Dusk" in page


def test_no_cell_of_the_csv_is_a_formula_and_the_json_has_the_keys_of_its_schema(client, meeting):
    make_adopted(text_en='=HYPERLINK("http://example.org")', addressed_to="@all")
    make_published(text_en="A shelter.", partners="+1", source_url="https://example.org/")

    rows = list(csv.reader(io.StringIO(client.get(CSV).content.decode("utf-8-sig"))))
    answer = json.loads(client.get(JSON).content)

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+1 "))]
    schema = json.loads(SCHEMA.read_text())
    properties = schema["properties"]["items"]["items"]["properties"]
    types = {"string": str, "integer": int, "array": list, "object": dict, "null": type(None)}
    for item in answer["items"]:
        assert list(item) == list(properties)
        for name, value in item.items():
            wished = properties[name]["type"]
            wished = wished if isinstance(wished, list) else [wished]
            assert isinstance(value, tuple(types[name] for name in wished)), name
    assert answer["items"][0]["address"] == "http://testserver/outcomes/1.1/"


SECRETS = {
    "proposer": "Secretissima",
    "contact": "contact-privado@example.org",
    "notes": "WORKINGNOTE",
    "comment": "COMMENTED",
    "draft": "DRAFTWORDS",
    "consent": "CONSENTNOTE",
    "person": "Recorder Nobodyknows",
}


def test_nothing_private_is_on_any_public_page_in_any_file_or_search(client, meeting):
    """Proposers, contacts, notes, comments, drafts and persons, whoever asks."""
    person = make_user(full_name=SECRETS["person"])
    session, outcome = make_session(), make_outcome()
    fields = {"session": session, "outcome": outcome, "recorded_by": person, "changed_by": person}
    sources = [
        make_recommendation(text_en=text, proposed_by=SECRETS["proposer"], **fields)
        for text in (SECRETS["draft"], f"{SECRETS['draft']} again")
    ]
    made = adopt(merge(sources, by=person, language="en", text_en="Share data."))
    Comment.objects.create(
        recommendation=made, body=SECRETS["comment"], language="en", written_by=person
    )
    SessionRecord.objects.create(session=session, language="en", notes=SECRETS["notes"])
    practice = make_published(
        text_en="A shelter.",
        contact=SECRETS["contact"],
        consent_note=SECRETS["consent"],
        **fields,
    )
    number = made.numbers.get()
    addresses = [PAGE, CSV, JSON, f"/outcomes/{number}/", f"/outcomes/practices/{practice.pk}/"]
    addresses += [f"{address}?q={word}" for word in SECRETS.values() for address in (CSV, JSON)]
    readers = [
        None,
        make_participant(user=make_user()).user,
        make_user(party=make_party(is_co_chair=True)),
        make_organiser(),
    ]
    for reader in readers:
        if reader:
            client.force_login(reader)
        for address in addresses:
            said = client.get(address).content.decode()
            assert not [word for word in SECRETS.values() if word in said], address
        for word in SECRETS.values():
            assert shown(client, f"q={word}") == []


@pytest.mark.parametrize("number", [1, 30])
def test_all_that_is_published_takes_as_many_questions_whatever_its_number(
    client, meeting, number, django_assert_num_queries
):
    outcome = make_outcome()
    for _ in range(number):
        make_adopted(outcome=outcome)
        make_published(outcome=outcome)

    with django_assert_num_queries(6):
        client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(JSON)


@pytest.mark.django_db
def test_only_what_is_named_is_in_an_entry():
    make_meeting()
    make_adopted(proposed_by="Ana")

    (entry,) = search_entries(published_entries(), {})

    assert "Ana" not in json.dumps(entry.as_values())
