"""Supporters read nothing that identifies a delegate, whatever was typed and wherever."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver
from pypdf import PdfReader

from budget.ledger import cancel_commitment, enter_commitment, plan_line, reverse_disbursement
from budget.models import (
    Commitment,
    Contribution,
    CostKind,
    Disbursement,
    Receipt,
    SponsoredCost,
    Sponsorship,
    Statement,
)
from budget.revisions import freeze_plan
from budget.sponsoring import cover_by_commitment, sponsor_participant
from budget.statement.making import make_statement, make_statement_paper
from tests.budget.ledger_acts import DAY, commit, give, pay, plan
from tests.factories import make_organiser, make_participant, make_party, make_user

pytestmark = pytest.mark.django_db

NAMES = {"given_name": "Zebulonia", "family_name": "Quixworthy"}
# Pages of the budget with nothing of their own to ask for.
OF_A_STATEMENT = ("statement_detail", "statement_pdf", "statement_workbook")


@pytest.fixture
def ledger(meeting):
    """A delegate is named in every text of the ledger that can name one."""
    line = plan("A", "5000")
    freeze_plan(decided_on=DAY, by=None)
    line.planned = 4000
    plan_line(line, by=None)
    freeze_plan(decided_on=DAY, reason="Less is needed", by=None)
    delegate = make_participant(**NAMES, email="zebulonia@example.org", is_funded=True)
    ticket = SponsoredCost(
        kind=CostKind.TICKET, line=line, unit_amount=500, currency="USD", rate=1, quantity=1
    )
    sponsorship = Sponsorship(participant=delegate, note="For Quixworthy")
    sponsor_participant(sponsorship, costs=[ticket], by=None)
    give("3000", note="For Quixworthy")
    contract = commit(line, "500")
    cover_by_commitment(contract, costs=[ticket], by=None)
    payment = pay(line, "100", commitment=contract)
    reverse_disbursement(payment, on=DAY, reference="PAY-2", reason="Quixworthy is ill", by=None)
    cancel_commitment(contract, on=DAY, reason="Quixworthy is ill", by=None)
    pay(line, "200", reference="TKT-QUIXWORTHY")
    named = {"payee": "Zebulonia Quixworthy", "description": "Ticket of Zebulonia Quixworthy"}
    for model in (Commitment, Disbursement):
        model.objects.update(**named)
    for model in (Contribution, Receipt):
        model.objects.update(note="For Zebulonia Quixworthy")
    return line


@pytest.fixture
def supporter():
    client = Client()
    client.force_login(make_user(party=make_party(is_co_chair=False, is_supporter=True)))
    return client


def text_of(response) -> str:
    kind = response["Content-Type"]
    if kind == "application/pdf":
        reader = PdfReader(BytesIO(response.getvalue()))
        return " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    if "spreadsheet" in kind:
        book = openpyxl.load_workbook(BytesIO(response.content))
        return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return response.content.decode()


def test_no_page_and_no_file_that_a_supporter_opens_names_a_delegate(ledger, supporter):
    statement = make_statement(on=DAY, kind="interim", language="en", by=make_organiser())
    make_statement_paper(statement.pk)
    assert "quixworthy" not in json.dumps(Statement.objects.get().content).lower()

    _, urls = get_resolver().namespace_dict["budget"]
    opened = set()
    for name in filter(lambda name: isinstance(name, str), urls.reverse_dict):
        given = urls.reverse_dict.getlist(name)[0][0][0][1]
        path = urls.reverse(name, *([statement.pk] if given else []))
        response = supporter.get(f"/{path}")
        if response.status_code == 200:
            opened.add(name)
            said = text_of(response).lower()
            assert "quixworthy" not in said, name
            assert "zebulonia" not in said, name

    assert opened == {"budget_overview", "revision_list", "statement_list", *OF_A_STATEMENT}


def test_a_reason_to_override_that_names_a_delegate_is_refused(ledger):
    with pytest.raises(ValidationError, match="is the name of a participant"):
        commit(ledger, "4500", reference="CON-2", override="The ticket of Ms. Quixworthy")

    assert commit(ledger, "4500", reference="CON-2", override="Quixworthys are birds").pk


def test_a_revision_and_the_source_of_a_rate_name_nobody_either(ledger):
    ledger.planned = 4100
    plan_line(ledger, by=None)

    with pytest.raises(ValidationError, match="is the name of a participant"):
        freeze_plan(decided_on=DAY, reason="Quixworthy comes by ship", by=None)
    entry = Commitment(
        line=ledger,
        reference="CON-3",
        committed_on=DAY,
        payee="A bureau",
        currency="CHF",
        amount=10,
        rate=1,
        rate_source="Quixworthy, by telephone",
    )
    with pytest.raises(ValidationError, match="is the name of a participant"):
        enter_commitment(entry, by=None)
