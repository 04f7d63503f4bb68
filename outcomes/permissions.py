"""Who may do what about results. Acts that are not named here are the organisers'."""

from agenda.models import AssignmentRole
from gfmd_meeting.roles import any_of, is_co_chair, is_organiser, is_rapporteur


def records(user, session=None) -> bool:
    """A rapporteur records the sessions assigned to them; without one: any session."""
    if is_organiser(user):
        return True
    if session is None:
        return is_rapporteur(user)
    return (
        user.is_authenticated
        and session.assignments.filter(
            role=AssignmentRole.RAPPORTEUR, participant__user=user
        ).exists()
    )


RULES = {
    "record_session": records,
    "review_outcomes": any_of(is_organiser, is_co_chair),
    "request_report": any_of(is_organiser, is_co_chair),
}
