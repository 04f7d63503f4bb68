"""Every fact of the concept note of San Salvador stands in the rows of its meeting file."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.meeting_file.layout import LISTS, translated_keys
from gfmd_meeting.models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    Meeting,
    Party,
    PriorRecommendation,
    Region,
    SpecificObjective,
    StakeholderGroup,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def san_salvador(db):
    load_meeting_file("san_salvador_2011")


def in_english(model, column):
    return list(model.objects.values_list(f"{column}_en", flat=True))


def test_date_place_size_and_budget():
    meeting = Meeting.objects.get()
    assert (meeting.starts_on, meeting.ends_on) == (date(2011, 10, 4), date(2011, 10, 5))
    assert (meeting.city_en, meeting.country) == ("San Salvador", "SV")
    assert meeting.zone.key == "America/El_Salvador"
    assert (meeting.seats_expected, meeting.seats) == (50, 60)
    assert (meeting.budget_ceiling, meeting.currency) == (Decimal("75000"), "USD")
    assert meeting.forum_en == "Global Forum on Migration and Development (GFMD) 2011"


def test_who_carries_it():
    def names(parties):
        return [party.name_en for party in parties]

    assert names(Party.objects.hosting()) == ["Government of El Salvador"]
    assert names(Party.objects.co_chairing()) == [
        "Government of El Salvador",
        "Government of Mexico",
    ]
    assert names(Party.objects.collaborating()) == ["International Organization for Migration"]
    assert names(Party.objects.supporting()) == ["Government of Switzerland"]
    assert Party.objects.get(key="switzerland").agency_en == "Federal Office for Migration"


def test_objectives():
    assert Meeting.objects.get().overall_objective_en == (
        "To create a space for dialogue where States can discuss and share knowledge and "
        "experiences on ways to address irregular migration in order to promote human development."
    )
    assert in_english(SpecificObjective, "wording") == [
        "Exchange information on bilateral, regional and international practices designed to "
        "protect migrants in an irregular situation",
        "Identify conditions and mechanisms for sustained and effective partnerships between "
        "countries of origin, transit and destination in order to reduce the risks and "
        "vulnerabilities of migrants in an irregular situation.",
    ]


def test_participants():
    regions = [
        "Latin America and the Caribbean",
        "North America",
        "Europe",
        "Africa",
        "Asia-Pacific",
    ]
    assert in_english(Region, "name") == regions
    assert in_english(StakeholderGroup, "name") == [
        *(f"Selected Governments of {region}" for region in regions),
        "International Organizations",
        "Civil Society",
    ]
    assert not StakeholderGroup.objects.exclude(seats=None).exists()


def test_expected_outcomes():
    assert in_english(ExpectedOutcome, "wording") == [
        "Practical examples of Programmes and Projects that offer alternative legal migration "
        "options for migrants",
        "Options for regularization of irregular migrants already in a host country that promote "
        "human development and the respect of human rights",
        "Examples of effective partnerships on the protection of unaccompanied minors",
        "Examples of effective practices designed to sensitize the public on issues of "
        "discrimination and xenophobia against migrants",
        "Practical steps that have been taken to address irregular migration, under a focus of "
        "shared responsibility to promote human development, such as granting irregular migrants "
        "access to healthcare and education or facilitating access to formal remittance channels.",
        "Effective data collection and information exchange mechanisms on irregular migration",
    ]


def test_recommendations_of_2010():
    assert in_english(PriorRecommendation, "wording") == [
        "The need to identify innovative solutions on the issue of irregular migration, including "
        "the need for more channels for legal migration as well as preventive and protective "
        "measures.",
        "The importance of establishing joint mechanisms for international cooperation at the "
        "multilateral, regional and bilateral levels to minimize irregular migration. These "
        "mechanisms should be based on the principle of shared responsibility between countries "
        "of origin, transit and destination.",
    ]
    assert set(in_english(PriorRecommendation, "source")) == {"Roundtable 1, GFMD 2010, Mexico"}


def test_emphases():
    assert in_english(Emphasis, "wording") == [
        "increasing the human and economic development potential of migration",
        "reducing the vulnerability of migrants in an irregular situation",
        "upholding the human rights of all migrants as a shared responsibility",
        "promoting cooperative approaches among States for more regular avenues to migrate and/or "
        "work abroad",
    ]


def test_figures_with_their_sources():
    figures = list(Figure.objects.values_list("value_en", "source_en"))
    assert figures == [
        ("214 million", "UN DESA 2009"),
        ("10-15 per cent", "Estimate given in the concept note, of the total of UN DESA 2009"),
        ("About one third", "UNDP 2009"),
        ("USD 440 billion", "World Bank 2011"),
        ("USD 325 billion", "World Bank 2011"),
    ]
    texts = " ".join(in_english(ConceptNoteSection, "body"))
    for value, _ in figures:
        assert value.lower() in texts.lower()


@pytest.mark.parametrize(
    ("key", "facts"),
    {
        "background": ["2010", "Mexico", "Roundtable 1", "sovereign", "4 and 5 October 2011"],
        "irregular-migration": ["IOM 2010", "visa", "regularization", "smugglers", "trafficking"],
        "movements": ["IOM 2010", "South to South", "origin", "transit", "destination"],
        "figures": ["UN DESA 2009", "UNDP 2009", "clandestine"],
        "causes": ["IOM 2010", "labour supply", "lower-skilled", "informal sector"],
        "contribution": ["World Bank 2011", "GFMD 2010", "taxes", "care", "domestic service"],
        "principles": ["sovereign right", "international law", "social policy", "security"],
        "responses": ["border control", "reintegration", "root causes", "migration cycle"],
        "thematic-meeting": ["Global Forum", "concrete recommendations", "stakeholders"],
        "conclusion": ["multidisciplinary", "national interests", "aspirations of migrants"],
    }.items(),
)
def test_a_section_tells_what_the_note_tells(key, facts):
    body = ConceptNoteSection.objects.get(key=key).body_en
    assert [fact for fact in facts if fact not in body] == []


def test_a_section_cites_the_same_years_in_every_language():
    def years(text):
        return sorted(re.findall(r"\b20\d\d\b", text))

    for section in ConceptNoteSection.objects.all():
        assert years(section.body_en) == years(section.body_es) == years(section.body_fr)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_every_text_is_translated(language):
    """Names that are the same everywhere aside, no text repeats the English one."""
    same_everywhere = {"San Salvador", "El Salvador", "Europe", "Conclusion"}
    models = [Meeting, Figure, *(model for model, _ in LISTS.values())]
    for model in models:
        for row in model.objects.all():
            for key in translated_keys(model):
                english, other = (getattr(row, f"{key}_{code}") for code in ("en", language))
                assert bool(english) == bool(other)
                if english and english not in same_everywhere:
                    assert english != other


@pytest.mark.parametrize(
    ("language", "terms"),
    {
        "es": ["migrantes en situación irregular", "menores no acompañados", "remesas", "México"],
        "fr": [
            "migrants en situation irrégulière",
            "mineurs non accompagnés",
            "envois de fonds",
            "droits de l’homme",
        ],
    }.items(),
)
def test_translations_speak_the_terms_of_the_united_nations(language, terms):
    with translation.override(language):
        texts = [row.wording for row in (*SpecificObjective.objects.all(), *Emphasis.objects.all())]
        texts += [outcome.wording for outcome in ExpectedOutcome.objects.all()]
        texts += [section.body for section in ConceptNoteSection.objects.all()]
    assert [term for term in terms if term not in " ".join(texts)] == []
