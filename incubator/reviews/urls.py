"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.reviews.views import committee, desk, juror

app_name = "reviews"
urlpatterns = [
    # /portal/jury/
    path("portal/jury/", juror.home, name="files"),
    path("portal/jury/scores/", juror.scores, name="scores"),
    # /portal/jury/<round>/
    path("portal/jury/<str:round_id>/links/", juror.links_page, name="links"),
    path("portal/jury/<str:round_id>/scores/", juror.scores, name="round_scores"),
    path("portal/jury/<str:round_id>/files/<int:number>/", juror.file, name="file"),
    path("portal/jury/<str:round_id>/files/<int:number>/link/", juror.report_link, name="report_link"),
    path(
        "portal/jury/<str:round_id>/files/<int:number>/documents/<str:slug>/", juror.document, name="document"
    ),
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/jury/", desk.jury, name="call_jury"),
    path("desk/calls/<str:reference>/jury/open/", desk.open_round, name="open_round"),
    path("desk/calls/<str:reference>/jury/<str:round_id>/extend/", desk.extend, name="extend"),
    path("desk/calls/<str:reference>/jury/<str:round_id>/propose/", desk.propose, name="propose"),
    path("desk/calls/<str:reference>/decisions/", committee.decisions, name="call_decisions"),
    path("desk/calls/<str:reference>/decisions/rank/", committee.apply_ranking, name="apply_ranking"),
    path("desk/calls/<str:reference>/decisions/publish/", committee.publish, name="publish"),
    # /desk/reviews/<ref>/
    path("desk/reviews/<str:ref>/recuse/", desk.act, {"name": "recuse"}, name="recuse"),
    path("desk/reviews/<str:ref>/reopen/", desk.act, {"name": "reopen"}, name="reopen"),
]
