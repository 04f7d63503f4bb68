from django.urls import path

from .views import papers, reading

app_name = "agenda"

urlpatterns = [
    path("agenda/", reading.session_list, name="session_list"),
    path("agenda/outcomes/", reading.agenda_by_outcome, name="agenda_by_outcome"),
    path("agenda/screen/", reading.agenda_screen, name="agenda_screen"),
    path("agenda/<str:language>.pdf", papers.agenda_pdf, name="agenda_pdf"),
    path("me/agenda/", reading.my_agenda, name="my_agenda"),
    path("agenda/<int:pk>/", reading.session_detail, name="session_detail"),
]
