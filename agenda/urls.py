from django.urls import path

from . import views

app_name = "agenda"

urlpatterns = [
    path("agenda/", views.session_list, name="session_list"),
    path("agenda/<int:pk>/", views.session_detail, name="session_detail"),
]
