"""Who may do what about results. Acts that are not named here are the organisers'."""

from agenda.models import AssignmentRole
from gfmd_meeting.roles import (
    any_of,
    is_co_chair,
    is_organiser,
    is_rapporteur,
    is_rapporteur_general,
)

from .comments import delegations_of
from .models import Status


def records(user, session=None) -> bool:
    """A rapporteur records the sessions assigned to them; without one: any session."""
    if is_organiser(user):
        return True
    if session is None:
        return is_rapporteur(user)
    return is_rapporteur_of(user, session)


def is_rapporteur_of(user, session) -> bool:
    return (
        is_rapporteur(user)
        and session.assignments.filter(
            role=AssignmentRole.RAPPORTEUR, participant__user=user
        ).exists()
    )


consolidates = any_of(is_organiser, is_co_chair, is_rapporteur_general)


def edits(user, item) -> bool:
    """Its rapporteurs until it is under consideration; then those who consolidate."""
    if getattr(item, "status", Status.DRAFT) in (Status.DRAFT, Status.SUBMITTED):
        return records(user, item.session) or is_rapporteur_general(user)
    return consolidates(user)


def comments(user, meeting) -> bool:
    """Those who consolidate at any time, a delegation while the meeting's window is open."""
    return consolidates(user) or (meeting.comments_are_open() and delegations_of(user).exists())


RULES = {
    "record_session": records,
    "read_working_notes": is_rapporteur_of,
    "see_proposer": records,
    "edit_item": edits,
    "consolidate": consolidates,
    "consent": is_co_chair,
    "comment": comments,
    "see_coverage": any_of(is_organiser, is_co_chair, is_rapporteur),
    "see_translations": any_of(is_organiser, is_co_chair, is_rapporteur),
    "see_screen": any_of(is_organiser, is_co_chair, is_rapporteur),
    "move_screen": consolidates,
    "review_outcomes": consolidates,
    "write_report_texts": consolidates,
    "request_report": any_of(is_organiser, is_co_chair),
}
