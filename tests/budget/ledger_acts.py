"""Acts of the ledger with everything that a test does not care about."""

from datetime import date
from decimal import Decimal

from budget.income import find_contributor, record_contribution
from budget.ledger import enter_commitment, enter_disbursement, plan_line
from budget.models import BudgetLine, Commitment, Contribution, Disbursement

DAY = date(2011, 9, 6)


def plan(code="F", planned="1000", **fields):
    line = BudgetLine(code=code, title_en=f"Line {code}", planned=Decimal(planned), **fields)
    return plan_line(line, by=None)


def commit(
    line,
    amount,
    currency="USD",
    rate="1",
    reference="CON-1",
    by=None,
    act=enter_commitment,
    on=DAY,
    override="",
):
    entry = Commitment(
        line=line,
        reference=reference,
        committed_on=on,
        payee="A bureau",
        currency=currency,
        amount=Decimal(amount),
        rate=rate and Decimal(rate),
        override_reason=override,
    )
    return act(entry, by=by)


def pay(
    line,
    amount,
    currency="USD",
    rate="1",
    commitment=None,
    reference="PAY-1",
    by=None,
    on=DAY,
    override="",
):
    entry = Disbursement(
        line=line,
        commitment=commitment,
        reference=reference,
        paid_on=on,
        payee="A bureau",
        currency=currency,
        amount=Decimal(amount),
        rate=rate and Decimal(rate),
        override_reason=override,
    )
    return enter_disbursement(entry, by=by)


def give(amount, currency="USD", rate="1", contributor="Switzerland", on=DAY, **fields):
    """Pledge and receive at once."""
    entry = Contribution(
        contributor=find_contributor(contributor),
        pledged_on=on,
        currency=currency,
        amount=Decimal(amount),
        rate=rate and Decimal(rate),
        **fields,
    )
    return record_contribution(entry, by=None)
