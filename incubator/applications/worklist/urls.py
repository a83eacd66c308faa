"""Addresses of this activity."""

from django.urls import path

from incubator.applications.worklist.lists import ApplicationList
from incubator.applications.worklist.views import bulk, writing
from incubator.lists.pages import page_of

urlpatterns = [
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/applications/", page_of(ApplicationList), name="call_list"),
    path("desk/calls/<str:reference>/messages/", writing.of_call, name="call_messages"),
    # /desk/applications/
    path("desk/applications/", page_of(ApplicationList), name="desk_list"),
    path("desk/applications/bulk/", bulk.begin, name="desk_bulk"),
    path("desk/applications/bulk/<str:ref>/", bulk.run, name="desk_bulk_run"),
    # /desk/applications/letters/
    path("desk/applications/letters/<str:ref>/", writing.letter, name="desk_letter"),
    path("desk/applications/letters/<str:ref>/cancel/", writing.cancel, name="desk_letter_cancel"),
]
