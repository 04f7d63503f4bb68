"""What people write for the report as a whole."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .wording import TEXT_RULES, Translated

# A summary may be several pages long.
LONGEST = 20_000
LONG_TEXT_RULES = [
    MaxLengthValidator(
        LONGEST, _("Write at most %(limit_value)d characters; this has %(show_value)d.")
    ),
    *TEXT_RULES[1:],
]
TEXT_KEY = RegexValidator(
    r"^(nature|summary|next_steps|outcome-[1-9][0-9]{0,4})\Z", _("The report has no such text.")
)


class ReportText(Translated):
    """A text of the report that people write here: the co-chairs' summary, and the like.

    ``key`` says which (report_texts.py): ``nature``, ``summary``, ``next_steps``, or
    ``outcome-3`` for what introduces the chapter of an expected outcome. ``language`` is the
    one in which it was written first; the others are translations that know by
    ``made_from_<language>`` from which text they were made. Emptied, it is as if never
    written. ``version`` counts the changes, so that none overwrites another unseen.
    """

    key = models.CharField(_("text"), max_length=20, unique=True, validators=[TEXT_KEY])
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES)
    text_en = models.TextField(_("text in English"), blank=True, validators=LONG_TEXT_RULES)
    text_es = models.TextField(_("text in Spanish"), blank=True, validators=LONG_TEXT_RULES)
    text_fr = models.TextField(_("text in French"), blank=True, validators=LONG_TEXT_RULES)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    changed_at = models.DateTimeField(_("last change"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("text of the report")
        verbose_name_plural = _("texts of the report")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(language="en") & ~Q(text_en=""))
                | (Q(language="es") & ~Q(text_es=""))
                | (Q(language="fr") & ~Q(text_fr=""))
                | Q(text_en="", text_es="", text_fr=""),
                name="reporttext_has_its_original",
                violation_error_message=_("Write the text in the language it is written in."),
            ),
        ]

    def __str__(self):
        return self.key

    @property
    def is_written(self) -> bool:
        return bool(self.original)
