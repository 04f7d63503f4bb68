"""The organisers' desk for who comes."""

from .delegations import DelegationAdmin, FocalPointAdmin
from .participants import ParticipantAdmin

__all__ = ["DelegationAdmin", "FocalPointAdmin", "ParticipantAdmin"]
