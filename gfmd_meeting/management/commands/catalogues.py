"""Compile, update or check the catalogues of translated strings."""

from django.core.management.base import BaseCommand, CommandError

from gfmd_meeting import catalogues


class Command(BaseCommand):
    help = "Compiles the catalogues; --update takes up new strings first; --check only looks."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--update", action="store_true", help="take up new strings")
        what.add_argument("--check", action="store_true", help="fail if a string is untranslated")

    def handle(self, *, update, check, **options):
        for language in catalogues.translated_languages():
            if check:
                if missing := catalogues.missing_strings(language):
                    raise CommandError(f"{language}: not translated: {missing[:10]}")
                continue
            if update:
                missing = catalogues.update_catalogue(language)
                self.stdout.write(f"{language}: {missing} strings to translate")
            catalogues.compile_catalogue(language)
