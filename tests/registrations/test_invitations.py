"""Inviting: one letter to each chosen delegation, in its language, and none twice unawares."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from gfmd_meeting.models import LetterTemplate
from gfmd_meeting.paper.making import hand_on_stale_papers
from registrations.invitations import invite_delegations
from registrations.models import Correspondence, Delegation, InvitationState, Letter
from tests.factories import (
    make_correspondence,
    make_delegation,
    make_letter_template,
    make_meeting,
    make_organiser,
)

LIST = "/admin/registrations/delegation/"
DETAILS = {
    "dated_on": date(2011, 7, 1),
    "answer_due_on": date(2011, 8, 15),
    "reference": "INV/{year}/{number}",
}


def invite(*delegations, **details):
    details.setdefault("template", LetterTemplate.objects.first() or make_letter_template())
    return invite_delegations(delegations, by=make_organiser(), **DETAILS | details)


@pytest.mark.django_db
def test_each_delegation_is_written_to_in_its_language_under_a_number_of_its_own(meeting):
    spain = make_delegation(name_en="Spain", language="es")
    chad = make_delegation(name_en="Chad", language="fr")
    make_correspondence(reference="INV/2011/002")

    sent = invite(chad, spain)

    assert [(one.delegation, one.language, one.reference) for one in sent] == [
        (chad, "fr", "INV/2011/003"),
        (spain, "es", "INV/2011/004"),
    ]
    assert {one.letter.content["language"] for one in sent} == {"es", "fr"}
    assert set(Delegation.objects.filter(pk__in=[spain.pk, chad.pk]).values_list("state")) == {
        (InvitationState.INVITED,)
    }
    assert sorted(hand_on_stale_papers(Letter.objects.all())) == sorted(
        one.letter.pk for one in sent
    )


@pytest.mark.django_db
def test_who_is_invited_is_not_invited_twice_unless_it_is_chosen(meeting):
    new, old = make_delegation(), make_delegation(state=InvitationState.NOMINATING)

    assert [one.delegation for one in invite(new, old)] == [new]
    assert invite(new, old) == []
    assert len(invite(new, old, again=True)) == 2
    old.refresh_from_db()
    assert old.state == InvitationState.NOMINATING


@pytest.mark.django_db
def test_all_are_written_to_or_none(meeting):
    first, second = make_delegation(name_en="Chad"), make_delegation(name_en="Peru")
    make_correspondence(delegation=second, reference="INV/1")

    with pytest.raises(ValidationError, match="Peru: There is a letter with this reference"):
        invite(first, second, reference="INV/1")

    assert not Letter.objects.exists()
    assert Correspondence.objects.count() == 1
    assert Delegation.objects.get(pk=first.pk).state == InvitationState.TO_INVITE


@pytest.mark.django_db
def test_a_pattern_names_only_its_own_fields(meeting):
    with pytest.raises(ValidationError, match=r"There is no field \{seats\}"):
        invite(make_delegation(), reference="INV/{seats}")

    (sent,) = invite(make_delegation(code="es"), reference="{code}-{year}")
    assert sent.reference == "ES-2011"


@pytest.mark.django_db(transaction=True)
def test_two_organisers_who_invite_at_once_write_one_letter_and_wait_for_no_pdf():
    make_meeting()
    template = make_letter_template()
    delegation = make_delegation()
    organisers = [make_organiser(), make_organiser()]
    together = threading.Barrier(2)

    def act(organiser):
        try:
            together.wait()
            invite_delegations([delegation], template=template, by=organiser, **DETAILS)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(one,)) for one in organisers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # In embedded mode a thread makes the letters, one after the other.
    for thread in threading.enumerate():
        if thread.name == "registrations.tasks.build_letter":
            thread.join()

    assert Correspondence.objects.count() == 1
    assert Letter.objects.get().stage == "Ready"


# -- The desk -----------------------------------------------------------------------------------


@pytest.fixture
def desk(client, meeting):
    client.force_login(make_organiser())
    return client


def choose(client, *delegations, **fields):
    chosen = {"action": "invite", "_selected_action": [one.pk for one in delegations]}
    return client.post(LIST, chosen | fields)


def form(**fields):
    template = make_letter_template()
    return {
        "invite": "yes",
        "template": template.pk,
        "dated_on": "2011-07-01",
        "answer_due_on": "2011-08-15",
        "reference": "INV/{number}",
    } | fields


@pytest.mark.django_db
def test_the_desk_shows_whom_it_would_write_to_and_in_which_language(desk):
    make_letter_template()
    chad = make_delegation(name_en="Chad", language="fr")
    peru = make_delegation(name_en="Peru", state=InvitationState.INVITED)

    page = " ".join(choose(desk, chad, peru).content.decode().split())

    assert "A letter goes to 1 delegation · 1 is invited already" in page
    assert "Chad</th><td>French</td><td>To invite</td>" in page
    assert not Correspondence.objects.exists()


@pytest.mark.django_db
def test_the_desk_invites_and_leads_to_the_list_where_the_letters_come_to_be(desk):
    chad, peru = make_delegation(name_en="Chad"), make_delegation(state=InvitationState.INVITED)

    answer = choose(desk, chad, peru, **form())

    assert answer["Location"] == "/admin/registrations/correspondence/?direction__exact=out"
    page = desk.get(answer["Location"]).content.decode()
    assert "1 invitation is written. Its PDF is being made." in page
    assert "1 delegation is invited already and was not written to again." in page
    assert "Waiting for its turn" in page
    assert Correspondence.objects.get().answer_due_on == date(2011, 8, 15)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("reference", "INV/{numero}", "There is no field {numero}. Is {number} meant?"),
        ("answer_due_on", "2011-06-01", "The answer is due before the day of the letter."),
        ("dated_on", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk, field, typed, said):
    answer = choose(desk, make_delegation(), **form(**{field: typed}))

    assert answer.context["form"].errors[field] == [said]
    assert not Correspondence.objects.exists()


@pytest.mark.django_db
def test_without_a_letter_template_the_desk_says_where_one_comes_from(desk):
    delegation = make_delegation()

    choose(desk, delegation)
    page = desk.get(reverse("admin:registrations_delegation_letter", args=[delegation.pk]))

    assert page.status_code == 302
    assert "no letter template" in desk.get(LIST).content.decode()


@pytest.mark.django_db
def test_a_letter_that_failed_is_made_again_from_the_list(desk):
    (sent,) = invite(make_delegation())
    Letter.objects.update(failure="too_long")
    chosen = {"action": "make_again", "_selected_action": [sent.pk]}

    page = desk.post("/admin/registrations/correspondence/", chosen, follow=True)

    assert "Waiting for its turn" in page.content.decode()
    assert Letter.objects.get().failure == ""


@pytest.mark.django_db
def test_an_organiser_looks_at_the_letter_before_it_is_sent(desk, tmp_path):
    make_letter_template(body_es="A {formal_name}.")
    delegation = make_delegation(name_es="Perú", language="es", code="pe")
    address = reverse("admin:registrations_delegation_letter", args=[delegation.pk])

    answer = desk.get(address)

    assert address in desk.get(f"{LIST}{delegation.pk}/change/").content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="invitation-pe.pdf"' in answer["Content-Disposition"]
    (tmp_path / "letter.pdf").write_bytes(answer.content)
    assert "A Perú." in PdfReader(tmp_path / "letter.pdf").pages[0].extract_text()
    assert not Correspondence.objects.exists()
