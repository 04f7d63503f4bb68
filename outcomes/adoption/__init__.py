"""Adoption with two keys: each co-chairing State consents to the exact text.

A draft is submitted, taken under consideration, and adopted once every co-chairing party's
consent to what it says now is valid. Any change of that voids the consents, and says so.
Every act locks the session, as recording.py does, and then the recommendation, so what is
consented to cannot change beneath a consent; and leaves a step: who, when and from where.
"""

from .acts import not_retain, reconsider, send_back, submit_recommendation, take_up
from .keys import (
    consent,
    parties_with_valid_consent,
    void_what_is_changed,
    withdraw_consent,
    wording_hash,
)
from .steps import lock_recommendation, refuse_unless_standing

__all__ = [
    "consent",
    "lock_recommendation",
    "not_retain",
    "parties_with_valid_consent",
    "reconsider",
    "refuse_unless_standing",
    "send_back",
    "submit_recommendation",
    "take_up",
    "void_what_is_changed",
    "withdraw_consent",
    "wording_hash",
]
