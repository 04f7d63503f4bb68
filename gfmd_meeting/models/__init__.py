"""What is given: the meeting as the concept note describes it, and who may sign in."""

from .letter import LetterTemplate
from .link import PersonalLink
from .mail import OutgoingMail
from .meeting import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    Meeting,
    Party,
    PriorRecommendation,
    Region,
    SpecificObjective,
    StakeholderGroup,
    StakeholderType,
)
from .sheet_import import SheetImport
from .user import User

__all__ = [
    "ConceptNoteSection",
    "Emphasis",
    "ExpectedOutcome",
    "Figure",
    "LetterTemplate",
    "Meeting",
    "OutgoingMail",
    "Party",
    "PersonalLink",
    "PriorRecommendation",
    "Region",
    "SheetImport",
    "SpecificObjective",
    "StakeholderGroup",
    "StakeholderType",
    "User",
]
