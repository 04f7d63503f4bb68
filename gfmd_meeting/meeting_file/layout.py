"""What may stand in a meeting file.

The keys of a table are read from the model that it fills, so that a new field of the
model is a new key of the file, and its length, choices and validators hold here too.
"""

from django.conf import settings
from django.db.models import Field
from modeltranslation.translator import translator

from gfmd_meeting.models import (
    ConceptNoteSection,
    Emphasis,
    ExpectedOutcome,
    Figure,
    LetterTemplate,
    Party,
    PriorRecommendation,
    Region,
    SpecificObjective,
    StakeholderGroup,
)

LANGUAGES = [code for code, _ in settings.LANGUAGES]

# The lists of the file, and the key by which a row of each is known again.
LISTS = {
    "parties": (Party, "key"),
    "specific_objectives": (SpecificObjective, "number"),
    "regions": (Region, "key"),
    "stakeholder_groups": (StakeholderGroup, "key"),
    "expected_outcomes": (ExpectedOutcome, "number"),
    "emphases": (Emphasis, "number"),
    "prior_recommendations": (PriorRecommendation, "number"),
    "sections": (ConceptNoteSection, "key"),
    "letters": (LetterTemplate, "key"),
}

CAPACITIES = {
    "host": "is_host",
    "co-chair": "is_co_chair",
    "collaborator": "is_collaborator",
    "supporter": "is_supporter",
}

# Columns that the order of a list fills.
ORDERED_BY = {
    Party: "position",
    Region: "position",
    StakeholderGroup: "position",
    ConceptNoteSection: "position",
    Figure: "number",
}


def keys_of(model) -> dict[str, Field]:
    """What a table of the file may say for this model, beside rows of other models."""
    unsaid = {"id", ORDERED_BY.get(model), *CAPACITIES.values()} | {
        column_of(key, language) for key in translated_keys(model) for language in LANGUAGES
    }
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in unsaid and not field.is_relation
    }


def translated_keys(model) -> set[str]:
    return set(translator.get_options_for_model(model).get_field_names())


def column_of(key: str, language: str) -> str:
    return f"{key}_{language}"
