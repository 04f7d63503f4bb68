"""Take in what another instance handed over."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from outcomes.handover.loading import load_handover, read_pack


class Command(BaseCommand):
    help = "Load a hand-over pack (ZIP) into an instance that has its meeting file and no results."

    def add_arguments(self, parser):
        parser.add_argument("pack", type=Path)

    def handle(self, *args, pack, **options):
        try:
            loaded = load_handover(read_pack(pack.read_bytes()), by=None)
        except OSError as error:
            raise CommandError(f"{pack} cannot be read: {error.strerror}.") from error
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            f"{loaded['recommendations']} recommendations and {loaded['practices']} practices"
        )
