"""Who brings the conclusions of all sessions together."""

from agenda.models import Assignment, Kind


def is_rapporteur_general(user, obj=None) -> bool:
    """The rapporteur of the rapporteurs' meeting or of the closing; asked once per user object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_is_rapporteur_general"):
        user._is_rapporteur_general = (
            Assignment.objects.rapporteurs()
            .filter(participant__user=user, session__kind__in=(Kind.RAPPORTEURS, Kind.CLOSING))
            .exists()
        )
    return user._is_rapporteur_general
