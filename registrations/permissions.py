"""Who may do what about who comes. Acts that are not named here are the organisers'.

Confirming, declining and whatever the desk does are theirs alone.
"""

from gfmd_meeting.roles import any_of, is_co_chair, is_organiser


def speaks_for(user, delegation=None) -> bool:
    """An organiser speaks for every delegation, a focal point for its own."""
    if is_organiser(user):
        return True
    return (
        delegation is not None
        and user.is_authenticated
        and delegation.focal_points.current().filter(user=user).exists()
    )


def is_in_person(user, participant=None) -> bool:
    """The registered person, as long as the registration stands."""
    return (
        participant is not None
        and user.is_authenticated
        and participant.user_id == user.pk
        and participant.is_standing
    )


RULES = {
    "view_balance": any_of(is_organiser, is_co_chair),
    "nominate": speaks_for,
    "correct_own_details": is_in_person,
    "withdraw_own_registration": is_in_person,
}
