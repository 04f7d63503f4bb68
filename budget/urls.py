from django.urls import path

from .views import documents, exports, overview, revisions, sponsored, statements

app_name = "budget"

urlpatterns = [
    path("budget/", overview.budget_overview, name="budget_overview"),
    path("budget/documents/<int:pk>/", documents.document_download, name="document_download"),
    path("budget/journal.csv", exports.ledger_journal, name="ledger_journal"),
    path("budget/ledger.xlsx", exports.ledger_book, name="ledger_book"),
    path("budget/revisions/", revisions.revision_list, name="revision_list"),
    path("budget/sponsored/", sponsored.sponsored_list, name="sponsored_list"),
    path("budget/statements/", statements.statement_list, name="statement_list"),
    path("budget/statements/<int:pk>/", statements.statement_detail, name="statement_detail"),
    path("budget/statements/<int:pk>/pdf/", statements.statement_pdf, name="statement_pdf"),
    path(
        "budget/statements/<int:pk>/workbook/",
        statements.statement_workbook,
        name="statement_workbook",
    ),
    path("budget/statements/<int:pk>/retry/", statements.statement_retry, name="statement_retry"),
]
