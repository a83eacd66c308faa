"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.lists.pages import page_of
from mentorship.lists import SessionList
from mentorship.views import desk, founder, mentor

app_name = "mentorship"
urlpatterns = [
    # /portal/mentor/
    path("portal/mentor/startups/", mentor.startups, name="startups"),
    path("portal/mentor/startups/<slug:slug>/", mentor.startup, name="startup"),
    path("portal/mentor/sessions/", mentor.sessions, name="sessions"),
    path("portal/mentor/sessions/new/", mentor.new_session, name="new_session"),
    path("portal/mentor/sessions/<str:public_id>/", mentor.session, name="session"),
    path("portal/mentor/sessions/<str:public_id>/amend/", mentor.amend, name="amend"),
    path("portal/mentor/charter/", mentor.charter, name="charter"),
    path("portal/mentor/profile/", mentor.profile, name="profile"),
    # /portal/startups/<slug>/mentoring/
    path("portal/startups/<slug:slug>/mentoring/", founder.mentoring, name="founder"),
    path(
        "portal/startups/<slug:slug>/mentoring/actions/<str:public_id>/done/",
        founder.action_done,
        name="action_done",
    ),
    # /desk/mentoring/
    path("desk/mentoring/", desk.matches, name="desk"),
    path(
        "desk/mentoring/matches/<str:public_id>/confirm/",
        desk.act_on_match,
        {"name": "confirm"},
        name="confirm_match",
    ),
    path("desk/mentoring/matches/<str:public_id>/end/", desk.act_on_match, {"name": "end"}, name="end_match"),
    path("desk/mentoring/mentors/", desk.mentors, name="mentors"),
    path("desk/mentoring/mentors/<str:public_id>/<slug:name>/", desk.act_on_mentor, name="move_mentor"),
    path("desk/mentoring/sessions/", page_of(SessionList), name="desk_sessions"),
    path("desk/mentoring/sessions/<str:public_id>/", desk.desk_session, name="desk_session"),
]
