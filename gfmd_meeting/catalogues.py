"""The catalogues of translated strings. Babel reads and compiles them: no gettext binaries."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PACKAGES = ("gfmd_meeting", "registrations", "agenda", "budget", "outcomes")


def po_file(language: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def translated_languages() -> list[str]:
    """Those that have a catalogue: all but the one the strings are written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def source_strings() -> Catalog:
    """Every string marked for translation in the code and the templates."""
    catalog = Catalog(fuzzy=False)
    for path in _sources():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, function, texts, comments in _marked_in(path):
            spec = KEYWORDS[function] or (1,)
            texts = texts if isinstance(texts, tuple) else (texts,)
            context = next((texts[i[0] - 1] for i in spec if isinstance(i, tuple)), None)
            forms = tuple(texts[i - 1] for i in spec if isinstance(i, int))
            if not forms or not all(forms):
                continue
            id_ = forms if len(forms) > 1 else forms[0]
            catalog.add(id_, context=context, locations=[(place, None)], auto_comments=comments)
    return catalog


def read_catalogue(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update_catalogue(language: str) -> int:
    """Add new strings, drop unused ones, keep what is translated. Returns what is missing."""
    catalog = read_catalogue(language)
    catalog.update(source_strings(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.project, catalog.header_comment = "gfmd-meeting", f"# {catalog.locale.english_name}"
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
    return len(list(missing_from(catalog)))


def missing_strings(language: str) -> list[str]:
    """Marked strings that the catalogue of a language lacks, or has empty or in doubt."""
    catalog = read_catalogue(language)
    lacking = [m.id for m in source_strings() if m.id and catalog.get(m.id, m.context) is None]
    return [str(text) for text in [*lacking, *missing_from(catalog)]]


def missing_from(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        if message.id and (message.fuzzy or not _is_translated(message)):
            yield message.id


def is_compiled(language: str) -> bool:
    """The compiled catalogue is there and younger than what it is made of."""
    po, mo = po_file(language), po_file(language).with_suffix(".mo")
    return not po.exists() or (mo.exists() and mo.stat().st_mtime > po.stat().st_mtime)


def compile_catalogue(language: str) -> None:
    path = po_file(language).with_suffix(".mo")
    with path.open("wb") as file:
        write_mo(file, read_catalogue(language))


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((settings.BASE_DIR / package).rglob("*.py"))
    for pattern in ("*.html", "*.txt"):
        yield from sorted((settings.BASE_DIR / "templates").rglob(pattern))


def _marked_in(path: Path):
    text = path.read_text()
    if path.suffix != ".py":
        # What is left of a template is names and calls; indentation would confuse a Python reader.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.lstrip() for line in lines)
    return extract_python(io.BytesIO(text.encode()), KEYWORDS.keys(), ["Translators:"], {})
