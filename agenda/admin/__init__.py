"""The organisers' desk for the agenda."""

from .rooms import RoomAdmin
from .sessions import SessionAdmin

__all__ = ["RoomAdmin", "SessionAdmin"]
