"""Personal links: one person, one purpose, for a time, until revoked.

A link opens what it was made for and nothing else, and only as long as the address
that it was sent to is still that person's. Its secret is a signature, so the database
does not hold it, and a message in the outbox has only a stand-in until it leaves.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import b62_decode, b62_encode
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from .models import PersonalLink

LASTS = timedelta(days=60)
# What a message in the outbox says in place of the token.
STAND_IN = "PERSONAL-LINK"


class LinkRefused(Exception):
    """The link opens nothing, or nothing any more. Says why in the reader's language."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


UNKNOWN = _("This link is not complete. Copy the whole address from the message.")
REVOKED = _("This link was replaced or revoked. Use the newest message, or ask for a new one.")
EXPIRED = _("This link has expired. Ask for a new one.")


def make_link(*, purpose: str, subject: int, address: str, by=None, lasts=LASTS) -> PersonalLink:
    """A new link. Those made before for the same purpose and subject go on being valid."""
    return PersonalLink.objects.create(
        purpose=purpose,
        subject=subject,
        address=address.lower(),
        made_by=by,
        expires_at=timezone.now() + lasts,
    )


def token_of(link: PersonalLink) -> str:
    """What stands in the address of the page: the link's number and its signature."""
    return f"{b62_encode(link.pk)}-{_signature(link)}"


def find_link(token: str, purpose: str) -> PersonalLink:
    """The link of this token, if it is good for this purpose now. Raises LinkRefused.

    Whoever asks still has to hold the link's address against that of its subject.
    """
    number, _dash, signature = token.partition("-")
    try:
        link = PersonalLink.objects.filter(pk=b62_decode(number), purpose=purpose).first()
    except (ValueError, IndexError, OverflowError):
        link = None
    if link is None or not constant_time_compare(signature, _signature(link)):
        raise LinkRefused(UNKNOWN)
    if link.revoked_at is not None:
        raise LinkRefused(REVOKED)
    if link.expires_at <= timezone.now():
        raise LinkRefused(EXPIRED)
    return link


def note_use(link: PersonalLink) -> None:
    PersonalLink.objects.filter(pk=link.pk).update(used_at=timezone.now())


def revoke_links(*, purpose: str, subject: int, by=None) -> int:
    """End all links for this purpose and subject; tells how many were alive."""
    alive = PersonalLink.objects.alive().filter(purpose=purpose, subject=subject)
    return alive.update(revoked_at=timezone.now(), revoked_by=by)


def with_token(text: str, link: PersonalLink | None) -> str:
    """The text of a message as it leaves: the stand-in replaced by the token of its link."""
    return text.replace(STAND_IN, token_of(link)) if link else text


def _signature(link: PersonalLink) -> str:
    said = f"{link.pk}:{link.purpose}:{link.subject}:{link.address}"
    return salted_hmac(
        "gfmd_meeting.links", said, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()[:32]
