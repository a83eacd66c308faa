"""Addresses of what people keep of the lists."""

from django.urls import path

from incubator.lists import views

app_name = "lists"
urlpatterns = [
    path("desk/lists/views/", views.kept, name="views"),
    path("desk/lists/views/save/", views.save, name="save_view"),
    path("desk/lists/views/<str:ref>/change/", views.change, name="change_view"),
    path("desk/lists/views/<str:ref>/delete/", views.delete, name="delete_view"),
    path("desk/lists/columns/", views.columns, name="columns"),
    path("desk/lists/export/", views.export, name="export"),
]
