"""Addresses of this activity."""

from django.urls import path

from incubator.applications.submission import views

urlpatterns = [
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/profile/", views.into_profile, name="into_profile"),
    path("portal/applications/<str:ref>/review/", views.review, name="review"),
    path("portal/applications/<str:ref>/submit/", views.submit, name="submit"),
    path("portal/applications/<str:ref>/corrections/", views.corrections, name="corrections"),
]
