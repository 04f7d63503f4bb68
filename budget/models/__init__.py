"""What it costs: the plan, money in, money promised and money paid.

Amounts are Decimal. ``amount`` is in the entry's own ``currency``; ``value`` is the
same in the meeting's currency, rounded once, at the entry, half to even (ledger.py).
"""

from .exchange import ExchangeRate
from .income import Contribution, Contributor, Form, Receipt
from .money import NOTHING
from .plan import BudgetLine, BudgetRevision, LineAlert, RevisedLine
from .spending import Commitment, Disbursement
from .sponsorship import CostKind, SponsoredCost, Sponsorship
from .statement import Statement, StatementKind
from .supporting_document import SupportingDocument

__all__ = [
    "NOTHING",
    "BudgetLine",
    "BudgetRevision",
    "Commitment",
    "Contribution",
    "Contributor",
    "CostKind",
    "Disbursement",
    "ExchangeRate",
    "Form",
    "LineAlert",
    "Receipt",
    "RevisedLine",
    "SponsoredCost",
    "Sponsorship",
    "Statement",
    "StatementKind",
    "SupportingDocument",
]
