"""Registers the slice with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "incubator.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
