"""The personal links of those who come and of those who answer for them.

Each leads to one page: a focal point's to its delegation, a nominee's to their own
data, an offer's to the seat that is held. It is good only while the address that it
was mailed to is that person's.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.links import REVOKED, LinkRefused, find_link, make_link, note_use
from gfmd_meeting.models import PersonalLink

from .models import FocalPoint, Participant

FOCAL_POINT = "focal_point"
NOMINEE = "nominee"
OFFER = "seat_offer"

ENDED = _("This registration has ended, and so has its link.")
NOT_CURRENT = _("You are not a focal point of this delegation at present.")
NO_OFFER = _("There is no offer of a seat that stands.")


def link_for_focal_point(focal_point: FocalPoint, *, by=None) -> PersonalLink:
    return make_link(
        purpose=FOCAL_POINT, subject=focal_point.pk, address=focal_point.user.email, by=by
    )


def link_for_nominee(participant: Participant, *, by=None) -> PersonalLink:
    return make_link(purpose=NOMINEE, subject=participant.pk, address=participant.email, by=by)


def link_for_offer(participant: Participant) -> PersonalLink:
    """It lasts a little longer than the offer, so that who comes late is told that it lapsed."""
    return make_link(
        purpose=OFFER,
        subject=participant.pk,
        address=participant.email,
        lasts=participant.offer_expires_at - timezone.now() + timedelta(days=7),
    )


def focal_point_of(token: str) -> FocalPoint:
    """Whom a focal point's link was mailed to. Raises LinkRefused."""
    link = find_link(token, FOCAL_POINT)
    people = FocalPoint.objects.select_related("delegation", "user")
    focal_point = people.filter(pk=link.subject).first()
    if focal_point is None or not focal_point.user.is_active:
        raise LinkRefused(REVOKED)
    _refuse_another_address(link, focal_point.user.email)
    if not focal_point.is_current:
        raise LinkRefused(NOT_CURRENT)
    note_use(link)
    return focal_point


def nominee_of(token: str) -> Participant:
    """Whom a nominee's link was mailed to. Raises LinkRefused."""
    link = find_link(token, NOMINEE)
    participant = _participant_of(link)
    if not participant.is_standing:
        raise LinkRefused(ENDED)
    note_use(link)
    return participant


def offered_to(token: str) -> Participant:
    """To whom the seat of an offer's link is, or was, offered. Raises LinkRefused."""
    link = find_link(token, OFFER)
    participant = _participant_of(link)
    note_use(link)
    return participant


def _participant_of(link: PersonalLink) -> Participant:
    people = Participant.objects.select_related("delegation__group", "user")
    participant = people.filter(pk=link.subject).first()
    if participant is None:
        raise LinkRefused(REVOKED)
    _refuse_another_address(link, participant.email)
    return participant


def _refuse_another_address(link: PersonalLink, address: str) -> None:
    if link.address != address.lower():
        raise LinkRefused(REVOKED)
