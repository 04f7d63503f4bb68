from django.urls import path

from .views import reading

app_name = "agenda"

urlpatterns = [
    path("agenda/", reading.session_list, name="session_list"),
    path("agenda/<int:pk>/", reading.session_detail, name="session_detail"),
]
