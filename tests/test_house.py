"""The house is in order: nothing that a later hand would trip over."""

import io
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from gfmd_meeting import catalogues

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if re.search(r"{% extends ", text := path.read_text()) and "admin/" not in str(path) and text
]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())


@pytest.mark.parametrize("language", catalogues.translated_languages())
def test_no_string_is_left_untranslated(language):
    assert catalogues.missing_strings(language) == []


@pytest.mark.parametrize("language", catalogues.translated_languages())
def test_translations_keep_the_names_of_what_is_filled_in(language):
    def names(text):
        return sorted(re.findall(r"%\(\w+\)[sd]|{\w*}", text))

    wrong = []
    for message in catalogues.read_catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [s for s in strings if s and set(names(s)) - set(names(" ".join(ids)))]
        wrong += [s for s in strings[-1:] if s and names(s) != names(ids[-1])]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_a_script_or_style_of_its_own(page):
    text = page.read_text()

    assert not re.search(
        r"<script>|<script [^>]*>[^<]|<style| style=| on(click|change|submit|input|load)=", text
    )
