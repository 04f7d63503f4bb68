"""The organisers' desk for the agenda."""

from .releases import AgendaReleaseAdmin
from .rooms import RoomAdmin
from .sessions import SessionAdmin

__all__ = ["AgendaReleaseAdmin", "RoomAdmin", "SessionAdmin"]
