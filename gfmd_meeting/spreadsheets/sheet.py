"""What the columns of a sheet mean, and which act stores a row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.resources import Diff

from .headings import fold_heading


def in_cell(column: str, refusal) -> ValidationError:
    """A refusal that belongs to the cell of this column."""
    refusal = ValidationError(getattr(refusal, "messages", refusal))
    for error in refusal.error_list:
        error.column = column
    return refusal


def same_row_as(number: int) -> str:
    """Why a row is refused that tells the same as one above it."""
    return _("This is the same as row %(number)s of the file.") % {"number": number}


class Change(Diff):
    """What a row changes: for each column what stood there and what will."""

    def __init__(self, resource, instance, new):
        self.old = None if new else self._written(resource, instance)
        self.new = None

    def compare_with(self, resource, instance):
        if self.old is not None:
            self.new = self._written(resource, instance)

    def as_html(self):
        """The library shows a change as markup; here the page does that."""
        return {
            column: (old, self.new[column])
            for column, old in (self.old or {}).items()
            if old != self.new[column]
        }

    @staticmethod
    def _written(resource, instance):
        return {
            field.column_name: resource.export_field(field, instance)
            for field in resource.get_import_fields()
        }


class SheetResource(resources.ModelResource):
    """The base of every import and export.

    A row that changes nothing is passed over, so the same file twice adds nothing.
    ``required_columns`` must be in the file; ``also_called`` gives the other headings
    that a column goes by; ``by`` is the organiser who imports. Subclasses say what
    stores a row in ``store``: imports are a door like any other.

    Rows of a sheet may rest on one another, so a preview tries all of them together,
    and ``most_rows`` bounds how long that may take. Where each row stands alone,
    ``rows_stand_alone`` lets the preview try them by the fifty; what a row must know
    of those above it is then kept and brought back by ``rehearse_again``.
    """

    required_columns: list[str] = []
    also_called: dict[str, tuple[str, ...]] = {}
    most_rows = 2_000
    rows_stand_alone = False
    by = None

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True
        store_instance = True

    # -- What subclasses say --------------------------------------------------------------------

    def prepare(self) -> None:
        """Read once what many rows ask for."""

    def keys_of(self, row: dict) -> list:
        """What a row is known by: two rows of a file that share one are the same."""
        return []

    def notes_on(self, instance, is_new: bool) -> list[str]:
        """What the organiser should know of a row that is taken."""
        return []

    def rehearse_again(self) -> None:
        """In a preview: do again what rows of earlier transactions did that later ones rest on."""

    def store(self, instance, is_new: bool) -> None:
        """Store a row through the act that every other door uses. Raises ValidationError."""
        instance.full_clean()
        instance.save()

    # -- What the worker asks -------------------------------------------------------------------

    def names_of_columns(self) -> dict[str, str]:
        """The columns by each heading that they go by, folded."""
        names = {}
        for field in self.fields.values():
            column = field.column_name
            for heading in (column, *self.also_called.get(column, ())):
                names[fold_heading(heading)] = column
        return names

    def column_of(self, attribute: str) -> str | None:
        """The column that tells this attribute of a row."""
        for field in self.fields.values():
            if attribute == field.attribute and not field.readonly:
                return field.column_name
        return None

    # -- How the library is asked ---------------------------------------------------------------

    @classmethod
    def get_diff_class(cls):
        return Change

    def after_init_instance(self, instance, new, row, **kwargs):
        """What a row above has made for the preview is taken back already: it is only known of."""
        if not new and (twin := getattr(instance, "told_in_row", None)):
            raise ValidationError(same_row_as(twin))

    def import_instance(self, instance, row, **kwargs):
        """Read every cell, and say at once what is wrong with any of them."""
        errors = {}
        for field in self.get_import_fields():
            try:
                if isinstance(field.widget, widgets.ManyToManyWidget):
                    if field.column_name in row:
                        field.clean(row)
                else:
                    self.import_field(field, instance, row, **kwargs)
            except ValidationError as refusal:
                errors[field.attribute] = refusal
            except ValueError as refusal:
                errors[field.attribute] = ValidationError(str(refusal), code="invalid")
        if errors:
            raise ValidationError(errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """What else is wrong where a cell is; of a row that can be read the act says it."""
        if import_validation_errors:
            super().validate_instance(instance, import_validation_errors, validate_unique)

    def do_instance_save(self, instance, is_create):
        self.store(instance, is_create)
