"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.files import views

app_name = "files"
urlpatterns = [
    # files/
    path("files/arriving/<str:public_id>/", views.arriving, name="arriving"),
    path("files/<str:public_id>/", views.download, name="download"),
]
