"""Addresses of the slice, grouped by prefix. The pages themselves are found by cms.routing."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    # c/
    path("c/<str:reference>/", views.short, name="short"),
    path("c/<str:reference>", views.short),
    # appels/, en/calls/
    path("appels/<slug:slug>/ouverture.ics", views.opening_ics, name="opening"),
    path("en/calls/<slug:slug>/opening.ics", views.opening_ics, name="opening_en"),
    # desk/calls/
    path("desk/calls/<str:reference>/publish/", views.publish, name="publish"),
    path("desk/calls/<str:reference>/erase-practice/", views.erase_practice, name="erase_practice"),
    path("desk/calls/<str:reference>/page/", views.call_page, name="call_page"),
    path("desk/calls/<str:reference>/form/", views.edit_form, name="edit_form"),
    path("desk/calls/<str:reference>/form-preview/", views.form_preview, name="form_preview"),
    path("desk/calls/<str:reference>/publish-form/", views.publish_form, name="publish_form"),
]
