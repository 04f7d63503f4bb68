"""Handing in what was drafted, of whichever kind it is."""

from outcomes.adoption import submit_recommendation
from outcomes.models import Practice
from outcomes.recording import submit_practice


def submit_item(item, *, by, from_address):
    if isinstance(item, Practice):
        return submit_practice(item, by=by)
    return submit_recommendation(item, by=by, from_address=from_address)
