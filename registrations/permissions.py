"""Who may do what about who comes. Acts that are not named here are the organisers'."""

from gfmd_meeting.roles import is_organiser


def speaks_for(user, delegation=None) -> bool:
    """An organiser speaks for every delegation, a focal point for its own."""
    if is_organiser(user):
        return True
    return (
        delegation is not None
        and user.is_authenticated
        and delegation.focal_points.filter(user=user).exists()
    )


RULES = {
    "register_participant": speaks_for,
}
