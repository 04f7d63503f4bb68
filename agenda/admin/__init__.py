"""The organisers' desk for the agenda."""

from .documents import DocumentAdmin
from .releases import AgendaReleaseAdmin
from .rooms import RoomAdmin
from .sessions import SessionAdmin

__all__ = ["AgendaReleaseAdmin", "DocumentAdmin", "RoomAdmin", "SessionAdmin"]
