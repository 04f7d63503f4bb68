from django.urls import path

from .views import adoption, co_chairs, drafts, rapporteur, reports, screen, texts

app_name = "outcomes"

urlpatterns = [
    path("rapporteur/", rapporteur.rapporteur_home, name="rapporteur_home"),
    path("rapporteur/sessions/<int:pk>/", rapporteur.session_record, name="session_record"),
    path(
        "rapporteur/sessions/<int:pk>/add/",
        rapporteur.recommendation_add,
        name="recommendation_add",
    ),
    path(
        "rapporteur/recommendations/<int:pk>/",
        rapporteur.recommendation_change,
        name="recommendation_change",
    ),
    path(
        "rapporteur/recommendations/<int:pk>/delete/",
        rapporteur.recommendation_delete,
        name="recommendation_delete",
    ),
    path(
        "rapporteur/recommendations/<int:pk>/restore/",
        rapporteur.recommendation_restore,
        name="recommendation_restore",
    ),
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
    path("outcomes/drafts/", drafts.draft_list, name="draft_list"),
    path("outcomes/screen/", screen.closing_screen, name="closing_screen"),
    path("outcomes/screen/now/", screen.closing_screen_now, name="closing_screen_now"),
    path("outcomes/screen/move/", screen.closing_screen_move, name="closing_screen_move"),
    path("co-chairs/report/", reports.report_request, name="report_request"),
    path("reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path("reports/<int:pk>/status/", reports.report_status, name="report_status"),
    path("reports/<int:pk>/download/", reports.report_download, name="report_download"),
    path("reports/<int:pk>/cancel/", reports.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/retry/", reports.report_retry, name="report_retry"),
]
