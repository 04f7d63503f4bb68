"""What the columns of a sheet mean, and which act stores a row."""

import re

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from import_export import resources
from import_export.resources import Diff

from . import cells

_STYLE = re.compile(r' style="[^"]*"')


class StyledDiff(Diff):
    """What a row would change, marked by elements alone: the policy allows no inline style."""

    def as_html(self):
        return [mark_safe(_STYLE.sub("", cell)) for cell in super().as_html()]  # noqa: S308


class SheetResource(resources.ModelResource):
    """The base of every import and export.

    A row that changes nothing is skipped, so the same file twice adds nothing; one
    row that is refused keeps all others out. ``required_columns`` must be in the
    file; ``by`` is the organiser who imports (None from a command). Subclasses say
    what stores a row in ``store``: imports are a door like any other.
    """

    required_columns: list[str] = []
    by = None

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        """Read the cells as they were meant, drop empty rows, and ask for the columns."""
        self.by = kwargs.get("user")
        headers = [str(header or "").strip() for header in dataset.headers or []]
        missing = [column for column in self.required_columns if column not in headers]
        if missing:
            raise ValidationError(
                _("The file has no column “%(columns)s”.") % {"columns": "”, “".join(missing)}
            )
        rows = [[cells.read(cell) for cell in row] for row in dataset]
        dataset.wipe()
        dataset.headers = headers
        for row in rows:
            if any(cell != "" for cell in row):
                dataset.append(row)

    @classmethod
    def get_diff_class(cls):
        return StyledDiff

    def do_instance_save(self, instance, is_create):
        self.store(instance, is_create)

    def store(self, instance, is_new: bool) -> None:
        """Store a row through the act that every other door uses. Raises ValidationError."""
        instance.full_clean()
        instance.save()
