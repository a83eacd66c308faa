"""Addresses of this activity."""

from django.urls import path

from incubator.applications.team import views

urlpatterns = [
    # portal/applications/
    path("portal/applications/join/", views.join, name="join"),
    path("portal/applications/join/<slug:code>/", views.join, name="join_with"),
    path("portal/applications/invitations/<str:public_id>/accept/", views.accept, name="accept_invitation"),
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/team/", views.people, name="team"),
    path("portal/applications/<str:ref>/team/change/", views.change, name="change_team"),
    path("portal/applications/<str:ref>/team/leave/", views.leave, name="leave_team"),
]
