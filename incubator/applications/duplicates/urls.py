"""Addresses of this activity."""

from django.urls import path

from incubator.applications.duplicates import views

urlpatterns = [
    # /desk/duplicates/<ref>/
    path("desk/duplicates/<str:public_id>/", views.twins, name="desk_twins"),
]
