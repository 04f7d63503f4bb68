"""Where a text came from and where it went, for the page that shows it."""

from django import template

from outcomes.models import Recommendation
from outcomes.provenance import Provenance, provenance_of

register = template.Library()


@register.simple_tag(takes_context=True)
def provenance(context, recommendation: Recommendation) -> Provenance:
    """As far as the visitor may read it."""
    return provenance_of(recommendation, context["user"])
