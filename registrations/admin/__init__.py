"""The organisers' desk for who comes."""

from .correspondence import CorrespondenceAdmin
from .delegations import DelegationAdmin, FocalPointAdmin
from .participants import ParticipantAdmin

__all__ = ["CorrespondenceAdmin", "DelegationAdmin", "FocalPointAdmin", "ParticipantAdmin"]
