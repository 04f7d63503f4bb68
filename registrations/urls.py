from django.urls import path

from .views import board, correspondence, delegations, entering, offers, own, registration

app_name = "registrations"

urlpatterns = [
    path("register/", registration.participant_register, name="participant_register"),
    path("register/received/", registration.registration_received, name="registration_received"),
    path("balance/", board.balance_board, name="balance_board"),
    path("me/", own.me, name="me"),
    path("me/claim/", own.registration_claim, name="registration_claim"),
    path("me/details/", own.participant_change, name="participant_change"),
    path("me/details/draft/", own.participant_draft, name="participant_draft"),
    path("me/offer/", own.own_offer, name="own_offer"),
    path("me/withdraw/", own.participant_withdraw, name="participant_withdraw"),
    path("nominees/<str:token>/", own.nominee_details, name="nominee_details"),
    path("nominees/<str:token>/draft/", own.nominee_draft, name="nominee_draft"),
    path("nominees/<str:token>/withdraw/", own.nominee_own_withdraw, name="nominee_own_withdraw"),
    path("offers/<str:token>/", offers.offer_answer, name="offer_answer"),
    path(
        "correspondence/<int:pk>/scan/",
        correspondence.correspondence_download,
        name="correspondence_download",
    ),
    path("delegations/<slug:code>/", delegations.delegation_detail, name="delegation_detail"),
    path("delegations/<slug:code>/nominees/add/", delegations.nominee_add, name="nominee_add"),
    path(
        "delegations/<slug:code>/nominees/<int:pk>/",
        delegations.nominee_change,
        name="nominee_change",
    ),
    path(
        "delegations/<slug:code>/nominees/<int:pk>/withdraw/",
        delegations.nominee_withdraw,
        name="nominee_withdraw",
    ),
    path(
        "delegations/<slug:code>/nominees/<int:pk>/link/",
        delegations.nominee_remind,
        name="nominee_remind",
    ),
    path("delegations/<slug:code>/note/", delegations.note_upload, name="note_upload"),
    path(
        "delegations/<slug:code>/submit/",
        delegations.nominations_submit,
        name="nominations_submit",
    ),
    path(
        "delegations/<slug:code>/decline/",
        delegations.invitation_decline,
        name="invitation_decline",
    ),
    path("enter/<str:token>/", entering.focal_point_enter, name="focal_point_enter"),
]
