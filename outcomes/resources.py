"""Recommendations as rapporteurs note them in a sheet, in and out."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome
from gfmd_meeting.spreadsheets import SheetResource

from .models import Recommendation
from .recording import change_item, record_recommendation
from .versions import details_of


class OutcomeWidget(Widget):
    """An expected outcome by its number."""

    def clean(self, value, row=None, **kwargs):
        try:
            return ExpectedOutcome.objects.get(number=int(value))
        except (ValueError, ExpectedOutcome.DoesNotExist):
            raise ValidationError(
                _("There is no expected outcome “%(number)s”.") % {"number": value}
            ) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.number


class SessionWidget(Widget):
    """A session by its title in any language, or by how that begins: "Session 1"."""

    def clean(self, value, row=None, **kwargs):
        begins = re.compile(rf"{re.escape(str(value))}\b", re.IGNORECASE)
        sessions = [(s, (s.title_en, s.title_es, s.title_fr)) for s in Session.objects.all()]
        found = [s for s, titles in sessions if value in titles] or [
            s for s, titles in sessions if any(begins.match(title or "") for title in titles)
        ]
        if value == "" or not found:
            raise ValidationError(_("No session is called “%(title)s”.") % {"title": value})
        if len(found) > 1:
            raise ValidationError(
                _("More than one session is called “%(title)s”: write its whole title.")
                % {"title": value}
            )
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.title_en or value.title


class WordWidget(Widget):
    """A code such as "practice" or "es", in capitals or not."""

    def clean(self, value, row=None, **kwargs):
        return str(value).lower()


class ListWidget(Widget):
    """Names parted by commas."""

    def clean(self, value, row=None, **kwargs):
        return ", ".join(name.strip() for name in str(value).split(",") if name.strip())


class TextWidget(Widget):
    """Lines end as they do in what is typed into a form."""

    def clean(self, value, row=None, **kwargs):
        return "\n".join(str(value).splitlines())


HEADINGS = {
    "expected_outcome": ("outcome", "resultado", "resultado esperado", "résultat attendu"),
    "session": ("sesión", "séance"),
    "kind": ("type", "tipo", "clase", "nature"),
    "proposed_by": ("propuesto por", "propuesta por", "proposé par"),
    "language": ("idioma", "langue"),
    "text": ("texto", "texte"),
    "addressed_to": ("dirigida a", "dirigido a", "destinatarios", "adressée à", "destinataires"),
}


class RecommendationResource(SheetResource):
    """What a rapporteur noted, one row each, in the language that it was noted in.

    A row is known by its session, outcome, kind and text, so a file can come in again;
    what was withdrawn meanwhile stays so. The columns text_en, text_es and text_fr may
    be missing. ``proposed_by`` is not for publication: only organisers export.
    """

    also_called = HEADINGS
    required_columns = ["expected_outcome", "session", "kind", "language", "text"]

    expected_outcome = Field("outcome", "expected_outcome", OutcomeWidget())
    session = Field("session", "session", SessionWidget())
    kind = Field("kind", "kind", WordWidget())
    proposed_by = Field("proposed_by", "proposed_by", TextWidget())
    language = Field("language", "language", WordWidget())
    text = Field("original", "text", TextWidget())
    addressed_to = Field("addressed_to", "addressed_to", ListWidget())
    text_en = Field("text_en", "text_en", TextWidget())
    text_es = Field("text_es", "text_es", TextWidget())
    text_fr = Field("text_fr", "text_fr", TextWidget())

    class Meta(SheetResource.Meta):
        model = Recommendation
        import_id_fields = []
        fields = [
            "expected_outcome",
            "session",
            "kind",
            "proposed_by",
            "language",
            "text",
            "addressed_to",
            "text_en",
            "text_es",
            "text_fr",
        ]
        # The text goes to the column of its language, past what that column says itself.
        import_order = [*(name for name in fields if name != "text"), "text"]
        export_order = fields

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("session", "outcome")

    def get_instance(self, instance_loader, row):
        """The item that the row tells of: one that stands before one that was withdrawn."""
        language = self.fields["language"].clean(row)
        if language not in ("en", "es", "fr"):
            return None
        try:
            session = self.fields["session"].clean(row)
            outcome = self.fields["expected_outcome"].clean(row)
        except ValidationError:
            # Said in its cell when the row is read.
            return None
        return (
            Recommendation.objects.filter(
                session=session,
                outcome=outcome,
                kind=self.fields["kind"].clean(row),
                language=language,
                **{f"text_{language}": self.fields["text"].clean(row)},
            )
            .order_by(F("withdrawn_at").asc(nulls_first=True))
            .first()
        )

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if field is not self.fields["text"]:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        elif instance.language:
            setattr(instance, f"text_{instance.language}", field.clean(row))

    def store(self, instance, is_new):
        if is_new:
            stored = record_recommendation(
                session=instance.session, by=self.by, **details_of(instance)
            )
            instance.pk = stored.pk
        elif instance.withdrawn_at:
            raise ValidationError(_("This was withdrawn. Put it back first."))
        else:
            change_item(instance, version=instance.version, by=self.by, **details_of(instance))
