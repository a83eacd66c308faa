"""Addresses of this activity."""

from django.urls import path

from incubator.applications.exceptions.views import call_invitations, closing, closing_minutes, late_codes

urlpatterns = [
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/late-code/", late_codes.enter, name="late_code"),
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/closing/", closing.page, name="call_closing"),
    path("desk/calls/<str:reference>/closing/extend/", closing.extend, name="call_extend"),
    path("desk/calls/<str:reference>/closing/early/", closing.ask_early, name="call_ask_early"),
    path("desk/calls/<str:reference>/closing/early/decide/", closing.decide_early, name="call_decide_early"),
    path("desk/calls/<str:reference>/closing/cancel/", closing.cancel, name="call_cancel"),
    path("desk/calls/<str:reference>/minutes/", closing_minutes.page, name="call_minutes"),
    path("desk/calls/<str:reference>/minutes/pdf/", closing_minutes.pdf, name="call_minutes_pdf"),
    path("desk/calls/<str:reference>/invitations/", call_invitations.page, name="call_invitations"),
    path("desk/calls/<str:reference>/invitations/add/", call_invitations.add, name="call_invite"),
    path(
        "desk/calls/<str:reference>/invitations/preselected/",
        call_invitations.preselected,
        name="call_invite_preselected",
    ),
    path(
        "desk/calls/<str:reference>/invitations/<str:public_id>/withdraw/",
        call_invitations.withdraw,
        name="call_uninvite",
    ),
    path("desk/calls/<str:reference>/late-codes/", late_codes.codes, name="late_codes"),
    path("desk/calls/<str:reference>/late-codes/make/", late_codes.make, name="make_late_code"),
    path(
        "desk/calls/<str:reference>/late-codes/<str:public_id>/confirm/",
        late_codes.act,
        {"name": "confirm"},
        name="confirm_late_code",
    ),
    path(
        "desk/calls/<str:reference>/late-codes/<str:public_id>/stop/",
        late_codes.act,
        {"name": "stop"},
        name="stop_late_code",
    ),
]
