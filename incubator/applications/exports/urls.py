"""Addresses of this activity."""

from django.urls import path

from incubator.applications.exports import views

urlpatterns = [
    # /desk/applications/
    path("desk/applications/export/", views.export, name="desk_export"),
]
