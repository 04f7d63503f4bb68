"""The letters that the meeting sends, as text with named fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_meeting.letter_text import refuse_unknown_fields


class LetterTemplate(models.Model):
    """The text of a letter, in each language. Named fields stand in braces (letter_text.py).

    Paragraphs are parted by an empty line. One that names a field without a value is
    left out of the letter.
    """

    key = models.SlugField(_("key"), unique=True)
    subject = models.CharField(_("subject"), max_length=200, validators=[refuse_unknown_fields])
    body = models.TextField(_("text"), validators=[refuse_unknown_fields])

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["key"]

    def __str__(self):
        return f"{self.key} · {self.subject}"
