from django.urls import path

from .views import board, correspondence, delegations, offers, own, registration

app_name = "registrations"

urlpatterns = [
    path("register/", registration.participant_register, name="participant_register"),
    path("register/received/", registration.registration_received, name="registration_received"),
    path("balance/", board.balance_board, name="balance_board"),
    path("me/", own.me, name="me"),
    path("me/claim/", own.registration_claim, name="registration_claim"),
    path("me/details/", own.participant_change, name="participant_change"),
    path("me/withdraw/", own.participant_withdraw, name="participant_withdraw"),
    path("nominees/<str:token>/", own.nominee_details, name="nominee_details"),
    path("offers/<str:token>/", offers.offer_answer, name="offer_answer"),
    path(
        "correspondence/<int:pk>/scan/",
        correspondence.correspondence_download,
        name="correspondence_download",
    ),
    path("delegations/<slug:code>/", delegations.delegation_detail, name="delegation_detail"),
    path(
        "delegations/<slug:code>/register/",
        delegations.delegation_register,
        name="delegation_register",
    ),
]
