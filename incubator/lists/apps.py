"""The list engine of the desk."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists that are declared: filtered, counted, sorted, paged, kept under a name, exported."""

    name = "incubator.lists"
    label = "lists"
