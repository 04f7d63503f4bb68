from django.urls import path

from .views import calendars, clashes, documents, papers, reading, releases

app_name = "agenda"

urlpatterns = [
    path("agenda/", reading.session_list, name="session_list"),
    path("documents/", documents.document_list, name="document_list"),
    path(
        "documents/<int:pk>/<slug:language>/",
        documents.document_download,
        name="document_download",
    ),
    path("agenda.ics", calendars.agenda_calendar, name="agenda_calendar"),
    path("calendar/<str:secret>.ics", calendars.personal_calendar, name="personal_calendar"),
    path("me/calendar/", calendars.calendar_feed, name="calendar_feed"),
    path("agenda/<int:pk>/choose/", calendars.session_choose, name="session_choose"),
    path("agenda/outcomes/", reading.agenda_by_outcome, name="agenda_by_outcome"),
    path("agenda/clashes/", clashes.agenda_clashes, name="agenda_clashes"),
    path("agenda/screen/", reading.agenda_screen, name="agenda_screen"),
    path("agenda/releases/", releases.release_list, name="release_list"),
    path("agenda/releases/<int:number>/", releases.release_detail, name="release_detail"),
    path("agenda/<str:language>.pdf", papers.agenda_pdf, name="agenda_pdf"),
    path("me/agenda/", reading.my_agenda, name="my_agenda"),
    path("agenda/<int:pk>/", reading.session_detail, name="session_detail"),
]
