"""Addresses of the slice, grouped by prefix; those of the desk are in `desk_urls`."""

from django.urls import path

from incubator.applications import desk_urls
from incubator.applications.views import applicant, assisting, documents, late, sending, steps, team

app_name = "applications"
urlpatterns = [
    # portal/applications/
    path("portal/applications/", applicant.applications, name="list"),
    path("portal/applications/start/<slug:slug>/", applicant.start, name="start"),
    path("portal/applications/join/", team.join, name="join"),
    path("portal/applications/join/<slug:code>/", team.join, name="join_with"),
    path("portal/applications/invitations/<str:public_id>/accept/", team.accept, name="accept_invitation"),
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/", applicant.file, name="file"),
    path("portal/applications/<str:ref>/form/<slug:step>/", steps.step, name="step"),
    path("portal/applications/<str:ref>/form/<slug:step>/choose/", steps.choose, name="choose"),
    path("portal/applications/<str:ref>/form/<slug:step>/field/<slug:key>/", steps.field, name="field"),
    path("portal/applications/<str:ref>/documents/", documents.papers, name="documents"),
    path("portal/applications/<str:ref>/documents/begin/", documents.begin, name="begin_upload"),
    path("portal/applications/<str:ref>/documents/<str:public_id>/remove/", documents.remove, name="remove"),
    path("portal/applications/<str:ref>/copy.zip", applicant.own_copy_of, name="own_copy"),
    path("portal/applications/<str:ref>/taken/", applicant.taken, name="taken"),
    path("portal/applications/<str:ref>/profile/", sending.into_profile, name="into_profile"),
    path("portal/applications/<str:ref>/review/", sending.review, name="review"),
    path("portal/applications/<str:ref>/submit/", sending.submit, name="submit"),
    path("portal/applications/<str:ref>/late-code/", late.enter, name="late_code"),
    path("portal/applications/<str:ref>/receipt/", applicant.receipt, name="receipt"),
    path("portal/applications/<str:ref>/corrections/", sending.corrections, name="corrections"),
    path("portal/applications/<str:ref>/withdraw/", applicant.withdraw, name="withdraw"),
    path("portal/applications/<str:ref>/team/", team.people, name="team"),
    path("portal/applications/<str:ref>/team/change/", team.change, name="change_team"),
    path("portal/applications/<str:ref>/team/leave/", team.leave, name="leave_team"),
    # portal/assist/
    path("portal/assist/", assisting.calls, name="assist"),
    path("portal/assist/files/", assisting.files, name="assisted"),
    path("portal/assist/new/<slug:slug>/", assisting.new, name="assist_new"),
    path("portal/assist/<str:ref>/", assisting.file, name="assist_file"),
    path("portal/assist/<str:ref>/code/", assisting.code, name="assist_code"),
    path("portal/assist/<str:ref>/confirm/", assisting.confirm, name="assist_confirm"),
    path("portal/assist/<str:ref>/sign/", assisting.sign, name="assist_sign"),
    *desk_urls.urlpatterns,
]
