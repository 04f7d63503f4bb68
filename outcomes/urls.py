from django.urls import path

from . import report_views, views

app_name = "outcomes"

urlpatterns = [
    path("rapporteur/", views.rapporteur_home, name="rapporteur_home"),
    path("rapporteur/sessions/<int:pk>/", views.session_record, name="session_record"),
    path("rapporteur/sessions/<int:pk>/add/", views.recommendation_add, name="recommendation_add"),
    path(
        "rapporteur/recommendations/<int:pk>/",
        views.recommendation_change,
        name="recommendation_change",
    ),
    path(
        "rapporteur/recommendations/<int:pk>/delete/",
        views.recommendation_delete,
        name="recommendation_delete",
    ),
    path(
        "rapporteur/recommendations/<int:pk>/restore/",
        views.recommendation_restore,
        name="recommendation_restore",
    ),
    path("co-chairs/", views.co_chair_home, name="co_chair_home"),
    path("co-chairs/report/", report_views.report_request, name="report_request"),
    path("reports/<int:pk>/", report_views.report_detail, name="report_detail"),
    path("reports/<int:pk>/status/", report_views.report_status, name="report_status"),
    path("reports/<int:pk>/download/", report_views.report_download, name="report_download"),
    path("reports/<int:pk>/cancel/", report_views.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/retry/", report_views.report_retry, name="report_retry"),
]
