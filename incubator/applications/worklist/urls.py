"""Addresses of this activity."""

from django.urls import path

from incubator.applications.worklist.views import bulk, listing, saved, writing

urlpatterns = [
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/applications/", listing.of_call, name="call_list"),
    path("desk/calls/<str:reference>/messages/", writing.of_call, name="call_messages"),
    # /desk/applications/
    path("desk/applications/", listing.every_application, name="desk_list"),
    path("desk/applications/bulk/", bulk.begin, name="desk_bulk"),
    path("desk/applications/bulk/<str:ref>/", bulk.run, name="desk_bulk_run"),
    path("desk/applications/columns/", saved.columns, name="desk_columns"),
    path("desk/applications/views/", saved.kept, name="desk_views"),
    path("desk/applications/views/save/", saved.save, name="desk_view_save"),
    path("desk/applications/views/<str:ref>/change/", saved.change, name="desk_view_change"),
    path("desk/applications/views/<str:ref>/delete/", saved.delete, name="desk_view_delete"),
    # /desk/applications/letters/
    path("desk/applications/letters/<str:ref>/", writing.letter, name="desk_letter"),
    path("desk/applications/letters/<str:ref>/cancel/", writing.cancel, name="desk_letter_cancel"),
]
