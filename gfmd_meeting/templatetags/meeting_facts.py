"""Facts of the meeting as a page writes them."""

from babel.numbers import format_currency
from django import template
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from gfmd_meeting import dates

register = template.Library()


@register.filter
def days(meeting) -> str:
    """The days of a meeting: 4–5 October 2011."""
    return dates.days(meeting.starts_on, meeting.ends_on)


@register.filter
def country(code: str) -> str:
    return dates.country(code)


@register.filter
def round_money(amount, currency: str) -> str:
    """An amount without its cents: USD 75,000."""
    number = format_currency(
        amount, currency, "#,##0", locale=dates.readers_locale(), currency_digits=False
    )
    return f"{currency}\N{NO-BREAK SPACE}{number}"


@register.filter
def by_capacity(parties) -> list[tuple[str, list]]:
    """In which ways parties carry the meeting, each with those who do."""
    capacities = [
        (_("Host"), "is_host"),
        (_("Co-chairs"), "is_co_chair"),
        (_("In collaboration with"), "is_collaborator"),
        (_("Supported by"), "is_supporter"),
    ]
    held = [(name, [p for p in parties if getattr(p, flag)]) for name, flag in capacities]
    return [(name, holders) for name, holders in held if holders]


@register.simple_tag
def languages() -> list[dict]:
    """The languages of the site, each under its own name."""
    return [get_language_info(code) for code, _name in settings.LANGUAGES]
