"""Addresses of this activity."""

from django.urls import path

from incubator.applications.imports import views

urlpatterns = [
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/imports/", views.of_call, name="call_imports"),
    path("desk/calls/<str:reference>/imports/<str:ref>/", views.batch, name="call_import"),
    path(
        "desk/calls/<str:reference>/imports/<str:ref>/columns/",
        views.choose_columns,
        name="call_import_columns",
    ),
    path("desk/calls/<str:reference>/imports/<str:ref>/shape/", views.shape, name="call_import_shape"),
    path("desk/calls/<str:reference>/imports/<str:ref>/go-on/", views.go_on, name="call_import_go_on"),
    path("desk/calls/<str:reference>/imports/<str:ref>/undo/", views.undo, name="call_import_undo"),
    path("desk/calls/<str:reference>/imports/<str:ref>/discard/", views.discard, name="call_import_discard"),
    path(
        "desk/calls/<str:reference>/imports/<str:ref>/remarks.csv", views.remarks, name="call_import_remarks"
    ),
]
