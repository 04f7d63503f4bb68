"""Entries that are made at once are measured one after the other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from budget import ledger
from budget.figures import measure_lines
from budget.ledger import enter_commitment
from budget.models import BudgetLine
from gfmd_meeting.models import Meeting
from tests.budget.ledger_acts import commit, pay, plan
from tests.factories import (
    make_meeting,
)


def figures_of(line):
    figures = measure_lines(Meeting.objects.get(), line)[line.pk]
    return str(figures.committed), str(figures.paid), str(figures.open)


def race(act, times):
    """Act so many times at once, in real threads; give what each was told."""

    def run(number):
        try:
            return act(number)
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as threads:
        return list(threads.map(run, range(times)))


def refused(told):
    return [answer for answer in told if isinstance(answer, ValidationError)]


@pytest.mark.django_db(transaction=True)
def test_commitments_at_once_cannot_overspend_a_line_together():
    make_meeting()
    line = plan(planned="1000")

    told = race(lambda number: commit(line, "300", reference=f"CON-{number}"), times=12)

    assert len(refused(told)) == 9
    assert figures_of(line) == ("900.00", "0.00", "900.00")


@pytest.mark.django_db(transaction=True)
def test_payments_at_once_cannot_settle_a_commitment_twice():
    make_meeting()
    line = plan(planned="1000")
    contract = commit(line, "500")

    told = race(
        lambda number: pay(line, "200", commitment=contract, reference=f"PAY-{number}"), times=8
    )

    assert len(refused(told)) == 6
    assert figures_of(line) == ("500.00", "400.00", "100.00")


@pytest.mark.django_db(transaction=True)
def test_sixty_four_hands_spend_the_last_thousand_once():
    """Commitments, payments and payments of a commitment at once: exactly what fits is taken."""
    make_meeting(budget_ceiling=Decimal("2000"))
    line = plan(planned="2000")
    contract = commit(line, "1000", reference="CON-all")

    def spend(number):
        if number % 3 == 0:
            return commit(line, "70", reference=f"CON-{number}")
        if number % 3 == 1:
            return pay(line, "70", reference=f"PAY-{number}")
        return pay(line, "70", commitment=contract, reference=f"PAY-{number}")

    told = race(spend, times=64)

    # Of the line's last 1,000, and of the contract's, fourteen times 70 fit and no more.
    settling = [answer for number, answer in enumerate(told) if number % 3 == 2]
    spending = [answer for number, answer in enumerate(told) if number % 3 != 2]
    assert len(settling) - len(refused(settling)) == 14
    assert len(spending) - len(refused(spending)) == 14
    figures = measure_lines(Meeting.objects.get(), line)[line.pk]
    assert figures.used == 1980


@pytest.mark.django_db(transaction=True)
def test_lines_planned_at_once_stay_within_the_ceiling():
    make_meeting(budget_ceiling=Decimal("1000"))

    told = race(lambda number: plan(f"L{number}", "300"), times=8)

    assert len(refused(told)) == 5
    assert sum(BudgetLine.objects.values_list("planned", flat=True)) == 900


@pytest.mark.django_db(transaction=True)
def test_without_its_lock_the_same_race_overspends(monkeypatch):
    """The control: what shows that the races above are races."""
    make_meeting()
    line = plan(planned="1000")
    everyone_has_measured = threading.Barrier(6)

    def measure_together(*args):
        figures = measure_lines(*args)
        everyone_has_measured.wait(timeout=20)
        return figures

    # On SQLite the transaction is the lock, so the control goes without both.
    monkeypatch.setattr(ledger, "lock_ledger", ledger.Meeting.objects.get)
    monkeypatch.setattr(ledger, "measure_lines", measure_together)
    monkeypatch.setattr(ledger, "raise_alerts", lambda *_: None)
    without_transaction = enter_commitment.__wrapped__

    told = race(
        lambda number: commit(line, "300", reference=f"CON-{number}", act=without_transaction),
        times=6,
    )

    assert refused(told) == []
    assert figures_of(line) == ("1800.00", "0.00", "1800.00")
