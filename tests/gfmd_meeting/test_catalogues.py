"""Strings are found where they are written, and none is left untranslated."""

import pytest

from gfmd_meeting import catalogues


@pytest.fixture
def marked(settings, tmp_path, monkeypatch):
    """A tree with one template and one module, each with marked strings."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.setattr(catalogues, "PACKAGES", ("app",))
    (tmp_path / "app").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "app" / "models.py").write_text(
        'from x import gettext_lazy as _\nname = _("Seat")\nmay = pgettext("month", "May")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n    {% if a %}\n  {% translate 'Agenda' %}{% endif %}\n"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} seat\n{% plural %}\n  {{ n }} seats\n"
        "{% endblocktranslate %}"
    )
    return tmp_path


def test_strings_are_found_in_code_and_templates(marked):
    found = {(m.id, m.context) for m in catalogues.source_strings() if m.id}

    assert found == {
        ("Seat", None),
        ("May", "month"),
        ("Agenda", None),
        (("%(n)s seat", "%(n)s seats"), None),
    }


def test_an_untranslated_string_is_named_until_it_is_translated(marked):
    assert len(catalogues.missing_strings("es")) == 4

    catalogues.update_catalogue("es")
    po = catalogues.po_file("es")
    text = po.read_text().replace('msgid "Seat"\nmsgstr ""', 'msgid "Seat"\nmsgstr "Asiento"')
    po.write_text(text)

    assert "Seat" not in catalogues.missing_strings("es")
    assert "Agenda" in catalogues.missing_strings("es")
    assert catalogues.update_catalogue("es") == 3
    assert "Asiento" in po.read_text()


def test_a_string_that_is_gone_leaves_the_catalogue(marked):
    catalogues.update_catalogue("es")
    (marked / "app" / "models.py").write_text("")

    catalogues.update_catalogue("es")

    assert "Seat" not in catalogues.po_file("es").read_text()
