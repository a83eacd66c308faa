"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.conflicts import views
from incubator.conflicts.lists import InterestList
from incubator.lists.pages import page_of

app_name = "conflicts"
urlpatterns = [
    # /portal/interests/
    path("portal/interests/", views.mine, name="mine"),
    # /desk/interests/
    path("desk/interests/", page_of(InterestList), name="register"),
    path("desk/interests/declare/<slug:slug>/", views.declare, name="declare"),
    path("desk/interests/<str:ref>/confirm/", views.act, {"name": "confirm"}, name="confirm"),
    path("desk/interests/<str:ref>/dismiss/", views.act, {"name": "dismiss"}, name="dismiss"),
    path("desk/interests/<str:ref>/name/", views.identify, name="identify"),
]
