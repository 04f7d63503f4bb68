"""Where sessions are held."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Room(models.Model):
    """A place in which sessions are held."""

    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_en"],
                name="room_has_a_name_of_its_own",
                violation_error_message=_("Another room has this name."),
            ),
        ]

    def __str__(self):
        return self.name
