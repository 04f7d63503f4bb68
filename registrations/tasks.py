"""What workers do about who comes."""

from celery import shared_task

from . import seats


@shared_task
def sweep_offers() -> None:
    """End the offers of a seat that nobody took in time, and offer what is free."""
    seats.lapse_offers()
