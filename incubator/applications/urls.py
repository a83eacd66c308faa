"""Addresses of the slice: each activity brings its own; `<ref>` comes after the words that stand in its place."""

from django.urls import include, path

from incubator.applications import views

app_name = "applications"
urlpatterns = [
    path("", include("incubator.applications.team.urls")),
    # portal/applications/
    path("portal/applications/", views.applications, name="list"),
    path("portal/applications/start/<slug:slug>/", views.start, name="start"),
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/", views.file, name="file"),
    path("portal/applications/<str:ref>/copy.zip", views.own_copy_of, name="own_copy"),
    path("portal/applications/<str:ref>/taken/", views.taken, name="taken"),
    path("portal/applications/<str:ref>/receipt/", views.receipt, name="receipt"),
    path("portal/applications/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("", include("incubator.applications.assistance.urls")),
    path("", include("incubator.applications.filling.urls")),
    path("", include("incubator.applications.submission.urls")),
    path("", include("incubator.applications.exports.urls")),
    path("", include("incubator.applications.worklist.urls")),
    path("", include("incubator.applications.casework.urls")),
    path("", include("incubator.applications.decisions.urls")),
    path("", include("incubator.applications.duplicates.urls")),
    path("", include("incubator.applications.imports.urls")),
    path("", include("incubator.applications.exceptions.urls")),
]
