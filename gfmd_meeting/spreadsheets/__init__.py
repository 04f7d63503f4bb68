"""Spreadsheets in and out of the organisers' desk.

``SheetAdmin`` gives a model's admin the import and export pages; ``SheetResource``
says what the columns are and which act stores a row::

    class BudgetLineResource(SheetResource):
        required_columns = ["code", "title", "planned_usd"]
        planned = Field(attribute="planned", column_name="planned_usd", widget=DecimalWidget())

        class Meta(SheetResource.Meta):
            model = BudgetLine
            fields = ["code", "title", "planned"]
            import_id_fields = ["code"]

        def store(self, instance, is_new):
            plan_line(instance, by=self.by)


    @admin.register(BudgetLine)
    class BudgetLineAdmin(SheetAdmin, TranslationAdmin):
        resource_classes = [BudgetLineResource]

A sheet that is handed in (imports.py) is told by its content (files.py, workbook.py),
its headings are found (headings.py), and each row is tried and taken back (trying.py,
work.py) for a preview that keeps what was found (verdicts.py). Once an organiser says
so the right rows are taken and the others can be had back as a file (giving_back.py).
"""

from .admin import SheetAdmin
from .history import SheetImportAdmin
from .sheet import SheetResource, in_cell

__all__ = ["SheetAdmin", "SheetImportAdmin", "SheetResource", "in_cell"]
