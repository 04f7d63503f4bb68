"""The shape of what a rapporteur writes; the rules are in recording.py."""

from .items import PracticeForm, RecommendationForm
from .session_record import SessionRecordForm

__all__ = ["PracticeForm", "RecommendationForm", "SessionRecordForm"]
