"""Load the meeting that this instance runs from a meeting file."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import Meeting


class Command(BaseCommand):
    help = "Stores what a meeting file says: all of it, or, if anything is wrong, nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="path of a meeting file, or name of one that comes with the system"
        )

    def handle(self, *, file, **options):
        try:
            changes = load_meeting_file(file)
        except ValidationError as refusal:
            raise CommandError(
                "\n".join(["Nothing was stored:", *(f"  {line}" for line in refusal.messages)])
            ) from None
        meeting = Meeting.objects.get()
        if not changes:
            self.stdout.write(f"{meeting}: nothing changed.")
            return
        self.stdout.write(f"{meeting} is loaded.")
        for model, count in changes.added.items():
            named = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            self.stdout.write(f"  added {count} {named}")
        for place in changes.changed:
            self.stdout.write(f"  changed {place}")
        for row in changes.removed:
            self.stdout.write(f"  removed {row}")
