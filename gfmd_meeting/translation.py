"""Which fields exist in English, Spanish and French. They fall back to English."""

from modeltranslation.translator import TranslationOptions, translator

from . import models

FIELDS = {
    models.Meeting: ["title", "short_title", "forum", "overall_objective", "city", "venue"],
    models.Party: ["name", "short_name", "agency"],
    models.SpecificObjective: ["wording"],
    models.Region: ["name"],
    models.StakeholderGroup: ["name"],
    models.ExpectedOutcome: ["short_title", "wording"],
    models.Emphasis: ["wording"],
    models.PriorRecommendation: ["wording", "source"],
    models.ConceptNoteSection: ["title", "body"],
    models.Figure: ["value", "meaning", "source"],
    models.LetterTemplate: ["subject", "body"],
}

for model, fields in FIELDS.items():
    options = type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields})
    translator.register(model, options)
