"""The ledger that statements are taken of in tests, row by row."""

from datetime import date

from budget.models import Commitment, Disbursement
from budget.statement.content import take_statement
from tests.budget.ledger_acts import commit, give, pay, plan

# What an organiser of the meeting in San Salvador holds.
LINES = {
    "A": "28000",
    "B": "14500",
    "C": "9800",
    "D": "7200",
    "E": "6000",
    "F": "4500",
    "G": "1600",
    "H": "1400",
    "I": "2000",
}
COMMITMENTS = [
    ("2011-07-18", "D", "CON-001", "USD", "5400.00", "1"),
    ("2011-07-29", "C", "CON-002", "USD", "9300.00", "1"),
    ("2011-08-22", "A", "CON-003", "USD", "24870.50", "1"),
    ("2011-09-06", "F", "CON-004", "CHF", "3150.00", "1.2600"),
    ("2011-09-20", "B", "CON-005", "USD", "6720.00", "1"),
]
PAYMENTS = [
    ("2011-08-12", "C", "PAY-001", "CON-002", "USD", "4650.00", "1"),
    ("2011-09-01", "A", "PAY-002", "CON-003", "USD", "15310.25", "1"),
    ("2011-09-15", "F", "PAY-003", "CON-004", "CHF", "1575.00", "1.1450"),
    ("2011-10-05", "B", "PAY-004", None, "USD", "5880.00", "1"),
    ("2011-10-06", "E", "PAY-005", None, "USD", "5712.40", "1"),
]
GIFTS = [
    ("Switzerland, Federal Office for Migration", "2011-06-01", "CHF", "52000.00", "1.1905"),
    ("El Salvador, Ministry of Foreign Affairs", "2011-07-01", "USD", "13094.00", "1"),
]
LAST = date(2011, 12, 31)
PAYEE = "Somebody Who-Is-Paid"


def keep_ledger():
    """Plan, give, commit and pay as the rows above say. Gives the lines by their code."""
    lines = {code: plan(code, planned) for code, planned in LINES.items()}
    for giver, day, currency, amount, rate in GIFTS:
        give(amount, currency, rate, contributor=giver, on=date.fromisoformat(day))
    contracts = {}
    for day, line, reference, currency, amount, rate in COMMITMENTS:
        contracts[reference] = commit(
            lines[line], amount, currency, rate, reference=reference, on=date.fromisoformat(day)
        )
    for day, line, reference, settles, currency, amount, rate in PAYMENTS:
        pay(
            lines[line],
            amount,
            currency,
            rate,
            commitment=contracts.get(settles),
            reference=reference,
            on=date.fromisoformat(day),
        )
    for model in (Commitment, Disbursement):
        model.objects.update(payee=PAYEE, description=f"For {PAYEE}")
    return lines


def take(on=LAST, kind="interim", language="en"):
    return take_statement(on=on, kind=kind, language=language)
