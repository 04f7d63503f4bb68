"""Who is what. A role is derived from what a person is in the meeting, never stored again."""

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ORGANISER = "organiser", _("Organiser")
    CO_CHAIR = "co_chair", _("Co-chair")
    SUPPORTER = "supporter", _("Supporter")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    FOCAL_POINT = "focal_point", _("Focal point")
    DELEGATE = "delegate", _("Delegate")


def roles_of(user) -> frozenset[str]:
    """What this user is, asked of the database once per user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(role for role, holds in _HOLDS.items() if holds(user))
    return user._roles


def is_organiser(user, obj=None) -> bool:
    return user.is_active and user.is_staff


def is_co_chair(user, obj=None) -> bool:
    return Role.CO_CHAIR in roles_of(user)


def is_supporter(user, obj=None) -> bool:
    return Role.SUPPORTER in roles_of(user)


def is_rapporteur(user, obj=None) -> bool:
    return Role.RAPPORTEUR in roles_of(user)


def is_focal_point(user, obj=None) -> bool:
    return Role.FOCAL_POINT in roles_of(user)


def is_delegate(user, obj=None) -> bool:
    return Role.DELEGATE in roles_of(user)


def any_of(*rules):
    """A rule that holds where one of these holds."""
    return lambda user, obj=None: any(rule(user, obj) for rule in rules)


_HOLDS = {
    Role.ORGANISER: lambda user: user.is_staff,
    Role.CO_CHAIR: lambda user: user.party is not None and user.party.is_co_chair,
    Role.SUPPORTER: lambda user: user.party is not None and user.party.is_supporter,
    Role.RAPPORTEUR: lambda user: (
        apps.get_model("agenda.Assignment").objects.rapporteurs().filter(participant__user=user)
    ).exists(),
    Role.FOCAL_POINT: lambda user: (
        apps.get_model("registrations.FocalPoint").objects.filter(user=user)
    ).exists(),
    Role.DELEGATE: lambda user: (
        apps.get_model("registrations.Participant").objects.filter(user=user)
    ).exists(),
}
