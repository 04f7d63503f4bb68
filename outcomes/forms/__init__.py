"""The shape of what people write; the rules are in the subject modules."""

from .items import PracticeForm, RecommendationForm
from .session_record import SessionRecordForm

__all__ = ["PracticeForm", "RecommendationForm", "SessionRecordForm"]
