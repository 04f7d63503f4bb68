"""The limits that are given, once people rely on them.

A limit may be lowered as far as what was given out under it. It is asked while the
row of the meeting is locked: seats and money are given out under the same lock.
"""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from .models import Meeting, StakeholderGroup


def refusals_of_meeting(before: Meeting, after: Meeting) -> list[ValidationError]:
    """Why the meeting cannot change from the one to the other."""
    refusals = []
    if after.seats < before.seats:
        taken = seats_taken().count()
        if taken > after.seats:
            refusals.append(
                ValidationError(
                    _("The meeting cannot have %(seats)s seats: %(taken)s are taken."),
                    code="meeting_seats_are_taken",
                    params={"seats": after.seats, "taken": taken},
                )
            )
    lines = apps.get_model("budget.BudgetLine").objects
    planned = lines.aggregate(total=Sum("planned", default=0))["total"]
    if after.budget_ceiling < before.budget_ceiling and planned > after.budget_ceiling:
        refusals.append(
            ValidationError(
                _("The ceiling cannot be %(ceiling)s: the budget lines plan %(planned)s."),
                code="ceiling_is_planned",
                params={"ceiling": f"{after.budget_ceiling:.2f}", "planned": f"{planned:.2f}"},
            )
        )
    given = apps.get_model("budget.Contribution").objects
    if after.currency != before.currency and (lines.exists() or given.exists()):
        refusals.append(
            ValidationError(
                _("The currency cannot be %(after)s: the budget is entered in %(before)s."),
                code="currency_is_in_use",
                params={"after": after.currency, "before": before.currency},
            )
        )
    return refusals


def refusals_of_group(before: int | None, group: StakeholderGroup) -> list[ValidationError]:
    """Why the seats of a group cannot change from what they were ``before``."""
    if group.seats is None or (before is not None and group.seats >= before):
        return []
    taken = seats_taken().filter(delegation__group=group).count()
    if taken <= group.seats:
        return []
    return [
        ValidationError(
            _("%(group)s cannot have %(seats)s seats: %(taken)s are taken."),
            code="group_seats_are_taken",
            params={"group": group.name, "seats": group.seats, "taken": taken},
        )
    ]


def seats_taken():
    """Those who have a seat or an offer of one."""
    return apps.get_model("registrations.Participant").objects.taking_seats()
