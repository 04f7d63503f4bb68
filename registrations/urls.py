from django.urls import path

from . import views

app_name = "registrations"

urlpatterns = [
    path("register/", views.participant_register, name="participant_register"),
    path("register/received/", views.registration_received, name="registration_received"),
    path("me/", views.me, name="me"),
    path("me/claim/", views.registration_claim, name="registration_claim"),
    path("me/details/", views.participant_change, name="participant_change"),
    path("me/withdraw/", views.participant_withdraw, name="participant_withdraw"),
    path("delegations/<slug:code>/", views.delegation_detail, name="delegation_detail"),
    path(
        "delegations/<slug:code>/register/", views.delegation_register, name="delegation_register"
    ),
]
