"""Addresses of this activity."""

from django.urls import path

from incubator.applications.assistance.views import agents, assisting

urlpatterns = [
    # portal/assist/
    path("portal/assist/", assisting.calls, name="assist"),
    path("portal/assist/files/", assisting.files, name="assisted"),
    path("portal/assist/new/<slug:slug>/", assisting.new, name="assist_new"),
    path("portal/assist/<str:ref>/", assisting.file, name="assist_file"),
    path("portal/assist/<str:ref>/code/", assisting.code, name="assist_code"),
    path("portal/assist/<str:ref>/confirm/", assisting.confirm, name="assist_confirm"),
    path("portal/assist/<str:ref>/sign/", assisting.sign, name="assist_sign"),
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/agents/", agents.of_call, name="agents"),
]
