"""Who comes: delegations, those who speak for them, and the people they send."""

from .change import ChangeRequest
from .correspondence import Correspondence, Direction, Letter, Medium, Subject
from .delegation import Delegation, InvitationState
from .focal_point import FocalPoint, Place
from .participant import (
    ADDRESS_IS_TAKEN,
    EXPECTED,
    PASSPORT_FIELDS,
    STANDING,
    TAKING_SEATS,
    UNDECIDED,
    Capacity,
    Gender,
    Participant,
    Status,
)
from .text import ONE_LINE, AddressValidator

__all__ = [
    "ADDRESS_IS_TAKEN",
    "EXPECTED",
    "ONE_LINE",
    "PASSPORT_FIELDS",
    "STANDING",
    "TAKING_SEATS",
    "UNDECIDED",
    "AddressValidator",
    "Capacity",
    "ChangeRequest",
    "Correspondence",
    "Delegation",
    "Direction",
    "FocalPoint",
    "Gender",
    "InvitationState",
    "Letter",
    "Medium",
    "Participant",
    "Place",
    "Status",
    "Subject",
]
