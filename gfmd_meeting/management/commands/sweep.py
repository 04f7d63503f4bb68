"""Hand on what waits, now."""

from django.core.management.base import BaseCommand

from gfmd_meeting.sweeping import sweep


class Command(BaseCommand):
    help = "Rings once for all that beat rings for: mail that waits, reports that were left."

    def handle(self, **options):
        sweep()
