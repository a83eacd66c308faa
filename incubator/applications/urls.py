"""Addresses of the slice, grouped by prefix."""
from django.urls import URLPattern

app_name = "applications"
urlpatterns: list[URLPattern] = []
