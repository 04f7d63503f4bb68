"""States by their code of ISO 3166, and how they are called.

Short names are those of the CLDR, formal ones those of ISO 3166. Both are where a list
begins: the protocol of the meeting decides what stands in it.
"""

import gettext
from functools import cache

import pycountry
from babel import Locale


def is_country(code: str) -> bool:
    return pycountry.countries.get(alpha_2=code) is not None


def country_codes() -> list[str]:
    return [country.alpha_2 for country in pycountry.countries]


def short_name(code: str, language: str) -> str:
    """El Salvador; nothing for a code that the CLDR does not know."""
    return Locale.parse(language).territories.get(code, "")


def formal_name(code: str, language: str) -> str:
    """Republic of El Salvador; nothing where ISO 3166 has no formal name."""
    name = getattr(pycountry.countries.get(alpha_2=code), "official_name", "")
    return _formal_names(language).gettext(name) if name else ""


def other_names(code: str, language: str) -> list[str]:
    """Bolivia, Viet Nam: how ISO 3166 and people call it, without what is put behind a comma."""
    country = pycountry.countries.get(alpha_2=code)
    names = [getattr(country, "name", ""), getattr(country, "common_name", "")]
    return [_formal_names(language).gettext(name).split(",")[0] for name in names if name]


@cache
def _formal_names(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
