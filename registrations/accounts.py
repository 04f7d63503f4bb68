"""Which account a registered person signs in with.

An address that a stranger types proves nothing. So a registration makes an account
only where the address has none; it is linked to an account that exists only when
that account's holder, signed in, registers under their own address or claims the
registration as theirs (claim_registration). Otherwise the registration stands
unlinked: it gives the holder of the address no role and shows the stranger nothing.
An account made here has no password; its holder proves the address by a mailed code.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from gfmd_meeting.models import User

from .models import Participant


def account_for(participant: Participant, by: User | None) -> User | None:
    """The account to link a new registration to, made where the address has none."""
    # By the constraint's own expression, so that its index answers.
    accounts = User.objects.alias(lower_email=Lower("email"))
    existing = accounts.filter(lower_email=participant.email.lower()).first()
    if existing is None:
        return User.objects.create_user(
            participant.email, full_name=participant.full_name, language=participant.language
        )
    is_own = by is not None and existing.pk == by.pk
    return existing if is_own and not Participant.objects.filter(user=by).exists() else None


def claimable_by(user: User):
    """Registrations under the user's own address that are nobody's yet."""
    if hasattr(user, "participant"):
        return Participant.objects.none()
    return Participant.objects.filter(user=None, email__iexact=user.email)


@transaction.atomic
def claim_registration(*, user: User) -> Participant:
    """Link the registration under the user's own address to their account."""
    participant = claimable_by(user).select_for_update(of=["self"]).first()
    if participant is None:
        raise ValidationError(_("There is no registration to claim."), code="nothing_to_claim")
    participant.user = user
    participant.save(update_fields=["user"])
    return participant


def follow_address(participant: Participant, *, old_email: str) -> None:
    """Let a person whose address the organisers corrected sign in with the new one.

    Only an account that is nothing but this person's follows: staff and those who
    speak for a party keep the address they sign in with.
    """
    user = participant.user
    if user is None or user.email.lower() != old_email.lower() or user.is_staff or user.party_id:
        return
    if User.objects.filter(email__iexact=participant.email).exclude(pk=user.pk).exists():
        raise ValidationError(_("Someone signs in with this address already."))
    user.emailaddress_set.all().delete()
    user.email = participant.email.lower()
    user.save(update_fields=["email"])
