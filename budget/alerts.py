"""Organisers are told, once each, when a line comes to 80, 95 and 100 per cent."""

from django.contrib.auth import get_user_model

from gfmd_meeting.models import Meeting
from gfmd_meeting.outbox import write_mail

from .figures import NOTHING, limits_in_force, measure_lines
from .models import BudgetLine, LineAlert

PERCENTAGES = (80, 95, 100)


def raise_alerts(line: BudgetLine, meeting: Meeting) -> list[LineAlert]:
    """Tell the organisers of what a line has newly reached, in the transaction of the entry."""
    limit = limits_in_force().get(line.pk, NOTHING)
    if not limit:
        return []
    used = measure_lines(meeting, line)[line.pk].used
    told = set(LineAlert.objects.filter(line=line).values_list("percentage", flat=True))
    reached = [p for p in PERCENTAGES if used * 100 >= limit * p and p not in told]
    alerts = [LineAlert.objects.create(line=line, percentage=p) for p in reached]
    if alerts:
        _tell(line, alerts[-1], used=used, limit=limit, meeting=meeting)
    return alerts


def _tell(line, alert, *, used, limit, meeting):
    organisers = get_user_model().objects.filter(is_staff=True, is_active=True).exclude(email="")
    for organiser in organisers:
        write_mail(
            to=organiser.email,
            language=organiser.language,
            template="budget_line_alert",
            name=organiser.full_name or organiser.email,
            line=line,
            percentage=alert.percentage,
            used=used,
            limit=limit,
            currency=meeting.currency,
        )
