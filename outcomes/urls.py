from django.urls import path

from .views import co_chairs, rapporteur, reading, report_texts, reports, verifying

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
]
