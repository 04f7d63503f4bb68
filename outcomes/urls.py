from django.urls import path

from .models import Practice, Recommendation
from .views import (
    adoption,
    autosave,
    co_chairs,
    consolidation,
    coverage,
    drafts,
    history,
    items,
    published,
    rapporteur,
    reading,
    report_texts,
    reports,
    screen,
    texts,
    translations,
    verifying,
)

app_name = "outcomes"


def of_each_kind(plural, model):
    """The pages that a recommendation and a practice have alike: ``recommendation_change`` ..."""
    noun, of = model._meta.model_name, {"model": model}
    at = f"rapporteur/{plural}/<int:pk>"
    return [
        path(
            f"rapporteur/sessions/<int:pk>/{plural}/<uuid:uid>/save/",
            autosave.item_save,
            of,
            name=f"{noun}_save",
        ),
        path(f"{at}/", items.item_change, of, name=f"{noun}_change"),
        path(f"{at}/delete/", items.item_delete, of, name=f"{noun}_delete"),
        path(f"{at}/restore/", items.item_restore, of, name=f"{noun}_restore"),
        path(f"{at}/submit/", items.item_submit, of, name=f"{noun}_submit"),
        path(f"{at}/history/", history.item_history, of, name=f"{noun}_history"),
    ]


urlpatterns = [
    path("rapporteur/", rapporteur.rapporteur_home, name="rapporteur_home"),
    path("rapporteur/token/", rapporteur.rapporteur_token, name="rapporteur_token"),
    path("rapporteur/sessions/<int:pk>/", rapporteur.session_record, name="session_record"),
    path("rapporteur/sessions/<int:pk>/submit/", rapporteur.session_submit, name="session_submit"),
    path(
        "rapporteur/sessions/<int:pk>/save/",
        autosave.session_record_save,
        name="session_record_save",
    ),
    path(
        "rapporteur/sessions/<int:pk>/history/",
        history.session_record_history,
        name="session_record_history",
    ),
    path("rapporteur/versions/<int:pk>/restore/", history.version_restore, name="version_restore"),
    path(
        "rapporteur/sessions/<int:pk>/add/",
        items.item_add,
        {"model": Recommendation},
        name="recommendation_add",
    ),
    path(
        "rapporteur/sessions/<int:pk>/practices/add/",
        items.item_add,
        {"model": Practice},
        name="practice_add",
    ),
    *of_each_kind("recommendations", Recommendation),
    *of_each_kind("practices", Practice),
    path("co-chairs/", co_chairs.co_chair_home, name="co_chair_home"),
    path("outcomes/items/<int:pk>/", texts.recommendation_detail, name="recommendation_detail"),
    path("outcomes/items/<int:pk>/comment/", texts.comment_add, name="comment_add"),
    path(
        "outcomes/items/<int:pk>/consent/",
        adoption.recommendation_consent,
        name="recommendation_consent",
    ),
    path(
        "outcomes/items/<int:pk>/step/<slug:act>/",
        adoption.recommendation_step,
        name="recommendation_step",
    ),
    path(
        "outcomes/items/<int:pk>/end/<slug:act>/",
        adoption.recommendation_end,
        name="recommendation_end",
    ),
    path("outcomes/comments/<int:pk>/settle/", texts.comment_settle, name="comment_settle"),
    path("outcomes/comments/<int:pk>/adopt/", texts.comment_adopt, name="comment_adopt"),
    path("outcomes/translations/", translations.translation_list, name="translation_list"),
    path("outcomes/drafts/", drafts.draft_list, name="draft_list"),
    path("outcomes/screen/", screen.closing_screen, name="closing_screen"),
    path("outcomes/screen/now/", screen.closing_screen_now, name="closing_screen_now"),
    path("outcomes/screen/move/", screen.closing_screen_move, name="closing_screen_move"),
    path("co-chairs/report/", reports.report_request, name="report_request"),
    path("co-chairs/texts/", report_texts.report_text_list, name="report_text_list"),
    path("co-chairs/texts/<slug:key>/", report_texts.report_text_change, name="report_text_change"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:number>/", reading.report_read, name="report_read"),
    path("reports/<int:number>/files/", reports.report_detail, name="report_detail"),
    path("reports/<int:number>/status/", reports.report_status, name="report_status"),
    path("reports/<int:number>/make/", reports.report_make, name="report_make"),
    path("reports/<int:number>/consent/", reports.report_consent, name="report_consent"),
    path("reports/<int:number>/withdraw/", reports.report_withdraw, name="report_withdraw"),
    path("reports/files/<int:pk>/download/", reports.report_download, name="report_download"),
    path("reports/files/<int:pk>/cancel/", reports.report_cancel, name="report_cancel"),
    path("reports/files/<int:pk>/retry/", reports.report_retry, name="report_retry"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.report_verify, name="report_verify"),
    path("outcomes/", published.published_list, name="published_list"),
    path("outcomes/outcomes.csv", published.published_csv, name="published_csv"),
    path("outcomes/outcomes.json", published.published_json, name="published_json"),
    path(
        "outcomes/<int:outcome>.<int:place>/", published.published_detail, name="published_detail"
    ),
    path("outcomes/practices/<int:pk>/", published.practice_detail, name="practice_detail"),
    path("outcomes/coverage/", coverage.coverage, name="coverage"),
    path("outcomes/coverage/items/", coverage.coverage_items, name="coverage_items"),
    path("outcomes/consolidation/", consolidation.consolidation_desk, name="consolidation_desk"),
    path("outcomes/consolidation/merge/", consolidation.merge_items, name="merge_items"),
    path("outcomes/consolidation/<int:pk>/split/", consolidation.split_item, name="split_item"),
    path("outcomes/consolidation/<int:pk>/move/", consolidation.move_item, name="move_item"),
    path("outcomes/consolidation/<int:pk>/place/", consolidation.place_item, name="place_item"),
    path(
        "outcomes/consolidation/acts/<int:pk>/undo/",
        consolidation.consolidation_undo,
        name="consolidation_undo",
    ),
]
