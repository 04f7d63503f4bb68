"""Recommendations and practices as rapporteurs note them in a sheet, in and out."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from import_export.fields import Field

from gfmd_meeting.models import Emphasis, PriorRecommendation, SpecificObjective
from gfmd_meeting.spreadsheets import SheetResource

from .columns import (
    CodesWidget,
    CodeWidget,
    Detail,
    InItsLanguage,
    KindField,
    LanguagesWidget,
    ListWidget,
    NumbersWidget,
    OutcomeWidget,
    Reviewed,
    SessionWidget,
    TextWidget,
    YearWidget,
    begin,
)
from .headings import HEADINGS
from .models import (
    LANGUAGE_CODES,
    Addressee,
    Kind,
    Level,
    OwnerConsent,
    Practice,
    Recommendation,
)
from .numbers import number_of
from .recording import change_item, record_practice, record_recommendation

KINDS = [*Kind.choices, (Practice.kind, Practice._meta.verbose_name)]

# The columns of each, in the order in which they are read and written: the text goes to the
# column of its language, past what that column says itself.
OF_BOTH = ["expected_outcome", "session", "kind", "proposed_by", "language"]
OF_RECOMMENDATIONS = ["level", "objective", "emphases", "builds_on"]
OF_PRACTICES = [
    *(f"title_{code}" for code in LANGUAGE_CODES),
    "title",
    *(f"results_{code}" for code in LANGUAGE_CODES),
    "results",
    "place",
    "since",
    "partners",
    "countries",
    "source",
    "contact",
    "consent",
    "consent_note",
]
TEXTS = ["addressed_to", *(f"text_{code}" for code in LANGUAGE_CODES), "text", "reviewed"]
READ_ONLY = ["number", "state"]


class OutcomeSheet(SheetResource):
    """What rapporteurs noted, one row each, in the language that it was noted in.

    A row is known by its session, outcome, kind and text, so a file can come in again; what
    was withdrawn meanwhile stays so. Rows of the kind "practice" are practices, all others
    recommendations. What a file has no column for stays as it is. ``proposed_by`` is not for
    publication: only organisers export.
    """

    also_called = HEADINGS
    required_columns = ["expected_outcome", "session", "kind", "language", "text"]

    expected_outcome = Detail("outcome", "expected_outcome", OutcomeWidget())
    session = Field("session", "session", SessionWidget())
    kind = KindField("kind", "kind", CodeWidget(KINDS))
    proposed_by = Detail("proposed_by", "proposed_by", TextWidget())
    language = Detail("language", "language", CodeWidget(settings.LANGUAGES))
    level = Detail("level", "level", CodeWidget(Level.choices))
    objective = Detail("objective", "objective", NumbersWidget(SpecificObjective, is_one=True))
    emphases = Detail("emphases", "emphases", NumbersWidget(Emphasis))
    builds_on = Detail("builds_on", "builds_on", NumbersWidget(PriorRecommendation))
    title_en = Detail("title_en", "title_en", TextWidget())
    title_es = Detail("title_es", "title_es", TextWidget())
    title_fr = Detail("title_fr", "title_fr", TextWidget())
    title = InItsLanguage("title", "title", TextWidget())
    results_en = Detail("results_en", "results_en", TextWidget())
    results_es = Detail("results_es", "results_es", TextWidget())
    results_fr = Detail("results_fr", "results_fr", TextWidget())
    results = InItsLanguage("results", "results", TextWidget())
    place = Detail("place", "where", TextWidget())
    since = Detail("since", "since", YearWidget())
    partners = Detail("partners", "partners", ListWidget())
    countries = Detail("countries", "countries", CodesWidget())
    source = Detail("source_url", "source", TextWidget())
    contact = Detail("contact", "contact", TextWidget())
    consent = Detail(
        "owner_consent", "consent", CodeWidget(OwnerConsent.choices, OwnerConsent.NOT_ASKED)
    )
    consent_note = Detail("consent_note", "consent_note", TextWidget())
    addressed_to = Detail("addressed_to", "addressed_to", ListWidget(Addressee.choices))
    text_en = Detail("text_en", "text_en", TextWidget())
    text_es = Detail("text_es", "text_es", TextWidget())
    text_fr = Detail("text_fr", "text_fr", TextWidget())
    text = InItsLanguage("text", "text", TextWidget())
    reviewed = Reviewed("reviewed", "reviewed", LanguagesWidget())
    number = Field(column_name="number", readonly=True, dehydrate_method=number_of)
    state = Field("status", "state", readonly=True)

    class Meta(SheetResource.Meta):
        import_id_fields = []
        import_order = [*OF_BOTH, *OF_RECOMMENDATIONS, *OF_PRACTICES, *TEXTS]

    def get_import_fields(self):
        return [field for field in super().get_import_fields() if not field.readonly]

    def get_user_visible_fields(self):
        return self.get_export_fields()

    def model_of(self, row) -> type:
        if self.fields["kind"].clean(row) == Practice.kind:
            return Practice
        return Recommendation

    def init_instance(self, row=None):
        return self.model_of(row)()

    def get_instance(self, instance_loader, row):
        """The item that the row tells of: one that stands before one that was withdrawn."""
        language = self.fields["language"].clean(row)
        if language not in LANGUAGE_CODES:
            return None
        try:
            session = self.fields["session"].clean(row)
            outcome = self.fields["expected_outcome"].clean(row)
        except ValidationError:
            # Said in its cell when the row is read.
            return None
        model = self.model_of(row)
        known = {"session": session, "outcome": outcome, "language": language}
        known[f"text_{language}"] = self.fields["text"].clean(row)
        order = [F("withdrawn_at").asc(nulls_first=True)]
        if model is Recommendation:
            known["kind"] = self.fields["kind"].clean(row)
            order.append(F("replaced_in").asc(nulls_first=True))
        return model.objects.filter(**known).order_by(*order).first()

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        begin(instance)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """What the cells say is not put into the row before the act takes it."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def store(self, instance, is_new):
        said = instance.said
        if not is_new:
            if instance.withdrawn_at:
                raise ValidationError(_("This was withdrawn. Put it back first."))
            change_item(instance, version=instance.version, by=self.by, **said)
            return
        record = record_practice if isinstance(instance, Practice) else record_recommendation
        instance.pk = record(session=instance.session, by=self.by, **said).pk


class RecommendationResource(OutcomeSheet):
    """Recommendations; a sheet may tell practices as well."""

    class Meta(OutcomeSheet.Meta):
        model = Recommendation
        fields = [*OF_BOTH, *OF_RECOMMENDATIONS, *OF_PRACTICES, *TEXTS, *READ_ONLY]
        export_order = [*READ_ONLY, *OF_BOTH, *OF_RECOMMENDATIONS, *TEXTS]

    def get_export_order(self):
        return self._meta.export_order

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related(
            "session", "outcome", "objective", "proposer"
        ).prefetch_related("emphases", "builds_on", "numbers")


class PracticeResource(OutcomeSheet):
    """Practices; a sheet may tell recommendations as well."""

    class Meta(OutcomeSheet.Meta):
        model = Practice
        fields = [*OF_BOTH, *OF_RECOMMENDATIONS, *OF_PRACTICES, *TEXTS]
        export_order = [*OF_BOTH, *OF_PRACTICES, *TEXTS]

    def get_export_order(self):
        return self._meta.export_order

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("session", "outcome", "proposer")
