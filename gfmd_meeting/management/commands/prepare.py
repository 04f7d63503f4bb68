"""Make an instance ready to serve. What is ready already is left as it is."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gfmd_meeting import catalogues
from gfmd_meeting.demo import accounts_file, demo_is_loaded, password_is_kept
from gfmd_meeting.models import Meeting, User


class Command(BaseCommand):
    help = "Compiles translations, collects static files, migrates, loads the meeting and the demo."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--only",
            choices=["assets", "data"],
            help="assets: what is made of the sources alone; data: what the database holds",
        )

    def handle(self, *, only, **options):
        if only != "data":
            self.compile_translations()
            self.collect_static_files()
        if only != "assets":
            self.migrate()
            self.load_meeting()
            self.load_demo()

    def say(self, text):
        self.stdout.write(f"· {text}")
        self.stdout.flush()

    def compile_translations(self):
        for language in catalogues.translated_languages():
            if not catalogues.is_compiled(language):
                self.say(f"Compiling the translations: {language}")
                catalogues.compile_catalogue(language)

    def collect_static_files(self):
        """Collect again only when a source has changed, as its size or time tells."""
        stamp = Path(f"{settings.STATIC_ROOT}.sources")
        sources = hashlib.sha256()
        for finder in get_finders():
            for name, storage in finder.list([]):
                found = Path(storage.path(name)).stat()
                sources.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
        is_collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
        if is_collected and stamp.exists() and stamp.read_text() == sources.hexdigest():
            return
        self.say("Collecting and compressing the static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(sources.hexdigest())

    def migrate(self):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.say(f"Migrating the database: {len(plan)} steps")
            call_command("migrate", interactive=False, verbosity=0)

    def load_meeting(self):
        """Once: what organisers have changed since is not taken back by a start."""
        if Meeting.objects.exists():
            return
        self.say(f"Loading the meeting: {settings.MEETING_FILE}")
        call_command("load_meeting", settings.MEETING_FILE, stdout=self.stdout)

    def load_demo(self):
        """Only where nobody has an account yet: its people must not appear among real ones."""
        if not settings.DEMO:
            return
        if demo_is_loaded() and password_is_kept():
            self.stdout.write(accounts_file().read_text())
        elif User.objects.exists() and not demo_is_loaded():
            self.say("The demo is not loaded: people have accounts here already")
        else:
            self.say("Loading the demo")
            call_command("load_demo", stdout=self.stdout)
