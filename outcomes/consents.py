"""Which State has consented to a text, told in words; and what changed since one did."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gfmd_meeting.models import Party

from .models import Consent, Recommendation, Status, VoidedBecause
from .rewording import Piece, compare_words


def tell_consents(recommendation: Recommendation, parties: Iterable[Party]) -> str:
    """Such as "El Salvador has consented; Mexico has not." Read with ``consents`` prefetched."""
    if recommendation.status not in (Status.CONSIDERED, Status.ADOPTED):
        return ""
    given = {consent.party_id for consent in recommendation.consents.all() if not consent.voided_at}
    told = [
        (_("%(party)s has consented") if party.pk in given else _("%(party)s has not consented"))
        % {"party": party.short_name}
        for party in parties
    ]
    return "; ".join(told) + "." if told else _("No State co-chairs, so nothing can be adopted.")


def waiting_for_consent_of(party: Party) -> QuerySet[Recommendation]:
    """What is under consideration without this State's consent."""
    given = Consent.objects.valid().filter(party=party).values("recommendation")
    return Recommendation.objects.standing().filter(status=Status.CONSIDERED).exclude(pk__in=given)


def consent_of(recommendation: Recommendation, party: Party | None) -> Consent | None:
    """The consent of a party that holds; read with ``consents`` prefetched."""
    of_party = (c for c in recommendation.consents.all() if party and c.party_id == party.pk)
    return next((consent for consent in of_party if consent.voided_at is None), None)


def lost_consent_of(recommendation: Recommendation, party: Party | None) -> Consent | None:
    """The last consent of a party, if a change of the text voided it and none was given since."""
    of_party = [c for c in recommendation.consents.all() if party and c.party_id == party.pk]
    last = of_party[-1] if of_party else None
    return last if last and last.voided_because == VoidedBecause.CHANGED else None


def changed_since(consent: Consent, recommendation: Recommendation) -> tuple[Piece, ...]:
    """The words consented to and what they are now in the same language; nothing where these
    words stayed, and what changed is the text as recorded or one of its particulars."""
    pieces = compare_words(consent.wording, recommendation.text_in(consent.language)[0])
    return pieces if any(piece.is_added or piece.is_removed for piece in pieces) else ()
