"""Fill an instance with the demo's people, agenda, ledger and recommendations."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gfmd_meeting.demo import accounts_file, load_demo
from gfmd_meeting.models import Meeting


class Command(BaseCommand):
    help = "Loads the demo data once, and prints the accounts to sign in with."

    def handle(self, **options):
        meeting = Meeting.objects.first()
        if meeting is None:
            raise CommandError("No meeting is loaded: run load_meeting first.")
        with transaction.atomic():
            for line in load_demo():
                self.stdout.write(line)
        self.stdout.write(accounts_file().read_text())
