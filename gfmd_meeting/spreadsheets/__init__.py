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
"""

from .admin import SheetAdmin
from .sheet import SheetResource

__all__ = ["SheetAdmin", "SheetResource"]
