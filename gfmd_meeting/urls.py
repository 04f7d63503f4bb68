from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("concept-note/", views.concept_note, name="concept_note"),
    path("health/", views.health, name="health"),
    # All that a stranger's page could do with it is change the language of the next page.
    path("language/setlang/", csrf_exempt(set_language), name="set_language"),
    path("accounts/", include("gfmd_meeting.accounts")),
    path("admin/", admin.site.urls),
    path("", include("registrations.urls")),
    path("", include("agenda.urls")),
    path("", include("budget.urls")),
    path("", include("outcomes.urls")),
]

handler400 = "gfmd_meeting.views.bad_request"
handler403 = "gfmd_meeting.views.permission_denied"
handler404 = "gfmd_meeting.views.page_not_found"
handler429 = "gfmd_meeting.views.too_many_requests"
handler500 = "gfmd_meeting.views.server_error"
