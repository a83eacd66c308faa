"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.jobs import views

app_name = "exports"
urlpatterns = [
    # desk/exports/
    path("desk/exports/", views.jobs, name="jobs"),
    path("desk/exports/<str:ref>/download/", views.download, name="download"),
    path("desk/exports/<str:ref>/make/", views.make, name="make"),
    path("desk/exports/<str:ref>/retry/", views.retry, name="retry"),
    path("desk/exports/<str:ref>/delete/", views.discard, name="discard"),
]
