"""What happens when: rooms, sessions, who does what in them, and what was given out of it."""

from .assignment import Assignment, AssignmentRole
from .calendar import CalendarFeed, ChosenSession, new_secret
from .document import Access, Document, DocumentType, DocumentVersion
from .paper import AgendaPaper
from .release import AgendaRelease
from .room import Room
from .session import LANGUAGE_CODES, WORKING_KINDS, Audience, Kind, Session

__all__ = [
    "LANGUAGE_CODES",
    "WORKING_KINDS",
    "Access",
    "AgendaPaper",
    "AgendaRelease",
    "Assignment",
    "AssignmentRole",
    "Audience",
    "CalendarFeed",
    "ChosenSession",
    "Document",
    "DocumentType",
    "DocumentVersion",
    "Kind",
    "Room",
    "Session",
    "new_secret",
]
