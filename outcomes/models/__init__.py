"""What came of it: what sessions concluded, and the report that tells of it."""

from .recommendation import Addressee, Kind, Recommendation
from .report import ENDED, Failure, Report, Stage

__all__ = ["ENDED", "Addressee", "Failure", "Kind", "Recommendation", "Report", "Stage"]
