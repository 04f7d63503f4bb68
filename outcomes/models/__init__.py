"""What came of it: what sessions concluded, how it was adopted, and the report that tells of it."""

from .comment import Comment
from .consent import AdoptionAct, AdoptionStep, Consent, VoidedBecause
from .consolidation import Consolidation, ConsolidationAct
from .item import Addressee, Item
from .number import GivenNumber
from .practice import OwnerConsent, Practice
from .proposer import Proposer
from .recommendation import Kind, Level, Recommendation, Status
from .report import Report, ReportConsent, ReportKind
from .report_file import ENDED, Failure, Format, ReportDownload, ReportFile, Stage
from .report_text import ReportText
from .screen import ClosingScreen
from .session_record import SessionRecord
from .version import Version
from .wording import LANGUAGE_CODES, TEXT_RULES

__all__ = [
    "ENDED",
    "LANGUAGE_CODES",
    "TEXT_RULES",
    "Addressee",
    "AdoptionAct",
    "AdoptionStep",
    "ClosingScreen",
    "Comment",
    "Consent",
    "Consolidation",
    "ConsolidationAct",
    "Failure",
    "Format",
    "GivenNumber",
    "Item",
    "Kind",
    "Level",
    "OwnerConsent",
    "Practice",
    "Proposer",
    "Recommendation",
    "Report",
    "ReportConsent",
    "ReportDownload",
    "ReportFile",
    "ReportKind",
    "ReportText",
    "SessionRecord",
    "Stage",
    "Status",
    "Version",
    "VoidedBecause",
]
