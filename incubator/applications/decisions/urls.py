"""Addresses of this activity."""

from django.urls import path

from incubator.applications.decisions import views

urlpatterns = [
    # /desk/applications/<ref>/
    path("desk/applications/<str:ref>/find-ineligible/", views.find_ineligible, name="desk_find_ineligible"),
    path("desk/applications/<str:ref>/decide/", views.decide, name="desk_decide"),
    path("desk/applications/<str:ref>/promote/", views.promote, name="desk_promote"),
    path("desk/applications/<str:ref>/decline/", views.decline, name="desk_decline"),
]
