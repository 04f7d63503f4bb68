"""Who is what. A role is derived from what a person is in the meeting, never stored again."""

from datetime import date
from functools import lru_cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, F, OuterRef, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ORGANISER = "organiser", _("Organiser")
    CO_CHAIR = "co_chair", _("Co-chair")
    SUPPORTER = "supporter", _("Supporter")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    RAPPORTEUR_GENERAL = "rapporteur_general", _("Rapporteur-general")
    FOCAL_POINT = "focal_point", _("Focal point")
    DELEGATE = "delegate", _("Delegate")


ASKED_FOR = [role.value for role in Role if role != Role.ORGANISER]
# Stands in the query for whom it is asked about: a number that no row has.
_SOMEBODY = -(2**31)


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


def is_rapporteur_general(user, obj=None) -> bool:
    """The rapporteur of the rapporteurs' meeting or of the closing brings all together."""
    return Role.RAPPORTEUR_GENERAL in roles_of(user)


def is_focal_point(user, obj=None) -> bool:
    return Role.FOCAL_POINT in roles_of(user)


def is_delegate(user, obj=None) -> bool:
    return Role.DELEGATE in roles_of(user)


def any_of(*rules):
    """A rule that holds where one of these holds."""
    return lambda user, obj=None: any(rule(user, obj) for rule in rules)


def _held_by(user) -> dict[str, bool]:
    """Each role and whether the user holds it, in one query."""
    sql, parameters = _question(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk if value == _SOMEBODY else value for value in parameters])
        found = cursor.fetchone() or [False] * len(ASKED_FOR)
    return dict(zip(ASKED_FOR, found, strict=True)) | {Role.ORGANISER: user.is_staff}


@lru_cache(maxsize=4)
def _question(today: date) -> tuple[str, tuple]:
    """The query about somebody on a day.

    To put it together takes many times as long as its answer, and every page of somebody
    who is signed in asks it.
    """
    held = apps.get_model("agenda.Assignment").objects.rapporteurs()
    held = held.filter(participant__user=OuterRef("pk"))
    concluding = apps.get_model("agenda.Session").objects.concluding()
    focal_points = apps.get_model("registrations.FocalPoint").objects
    participants = apps.get_model("registrations.Participant").objects
    asked = (
        get_user_model()
        .objects.filter(pk=_SOMEBODY)
        .order_by()
        .annotate(
            co_chair=F("party__is_co_chair"),
            supporter=F("party__is_supporter"),
            rapporteur=Exists(held),
            rapporteur_general=Exists(held.filter(session__in=concluding)),
            focal_point=Exists(focal_points.current(today).filter(user=OuterRef("pk"))),
            delegate=Exists(participants.filter(user=OuterRef("pk"))),
        )
    )
    return asked.values_list(*ASKED_FOR).query.sql_with_params()
