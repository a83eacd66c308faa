"""Addresses of the slice, grouped by prefix. The pages themselves are found by cms.routing."""

from django.urls import path

from cms.views import desk, public

app_name = "cms"
urlpatterns = [
    # c/
    path("c/<str:reference>/", public.short, name="short"),
    path("c/<str:reference>", public.short),
    # media/
    path("media/<path:path>", public.media, name="media"),
    # appels/, en/calls/
    path("appels/<slug:slug>/ouverture.ics", public.opening_ics, name="opening"),
    path("en/calls/<slug:slug>/opening.ics", public.opening_ics, name="opening_en"),
    # desk/calls/
    path("desk/calls/<str:reference>/publish/", desk.publish, name="publish"),
    path("desk/calls/<str:reference>/erase-practice/", desk.erase_practice, name="erase_practice"),
    path("desk/calls/<str:reference>/page/", desk.call_page, name="call_page"),
    path("desk/calls/<str:reference>/form/", desk.edit_form, name="edit_form"),
    path("desk/calls/<str:reference>/form-preview/", desk.form_preview, name="form_preview"),
    path("desk/calls/<str:reference>/publish-form/", desk.publish_form, name="publish_form"),
]
