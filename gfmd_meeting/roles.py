"""Who is what. A role is derived from what a person is in the meeting, never stored again."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, TextChoices
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
        user._roles = frozenset(role for role, holds in _held_by(user).items() if holds)
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


def _held_by(user) -> dict[str, bool]:
    """Each role and whether the user holds it, in one query."""
    held = apps.get_model("agenda.Assignment").objects.rapporteurs()
    focal_points = apps.get_model("registrations.FocalPoint").objects
    participants = apps.get_model("registrations.Participant").objects
    asked = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .annotate(
            co_chair=F("party__is_co_chair"),
            supporter=F("party__is_supporter"),
            rapporteur=Exists(held.filter(participant__user=user)),
            focal_point=Exists(focal_points.current().filter(user=user)),
            delegate=Exists(participants.filter(user=user)),
        )
    )
    found = asked.values(*(role for role in Role.values if role != Role.ORGANISER)).first() or {}
    return found | {Role.ORGANISER: user.is_staff}
