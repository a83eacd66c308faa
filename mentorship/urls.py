"""Addresses of the slice, grouped by prefix."""
from django.urls import URLPattern

app_name = "mentorship"
urlpatterns: list[URLPattern] = []
