"""The organisers' desk for who comes."""

from .changes import ChangeRequestAdmin
from .correspondence import CorrespondenceAdmin
from .delegations import DelegationAdmin
from .focal_points import FocalPointAdmin
from .participants import ParticipantAdmin

__all__ = [
    "ChangeRequestAdmin",
    "CorrespondenceAdmin",
    "DelegationAdmin",
    "FocalPointAdmin",
    "ParticipantAdmin",
]
