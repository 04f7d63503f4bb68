"""The sheets of the budget: its lines, its entries and its contributions, in and out."""

from .income import ContributionResource
from .plan import BudgetLineResource
from .spending import CommitmentResource, DisbursementResource, LedgerResource

__all__ = [
    "BudgetLineResource",
    "CommitmentResource",
    "ContributionResource",
    "DisbursementResource",
    "LedgerResource",
]
