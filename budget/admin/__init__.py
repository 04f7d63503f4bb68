"""The organisers' desk for the budget. The ledger decides; here it is asked and shown."""

from . import alerts, exchange, income, plan, revisions, spending, sponsorship

__all__ = ["alerts", "exchange", "income", "plan", "revisions", "spending", "sponsorship"]
