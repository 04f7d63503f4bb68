"""What happens when: rooms, sessions, who does what in them, and what was given out of it."""

from .assignment import Assignment, AssignmentRole
from .calendar import CalendarFeed, ChosenSession, new_secret
from .paper import AgendaPaper
from .release import AgendaRelease
from .room import Room
from .session import LANGUAGE_CODES, WORKING_KINDS, Audience, Kind, Session

__all__ = [
    "LANGUAGE_CODES",
    "WORKING_KINDS",
    "AgendaPaper",
    "AgendaRelease",
    "Assignment",
    "AssignmentRole",
    "Audience",
    "CalendarFeed",
    "ChosenSession",
    "Kind",
    "Room",
    "Session",
    "new_secret",
]
