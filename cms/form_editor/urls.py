"""Addresses of the form editor, under the CMS."""

from django.urls import path

from cms.views import form_editor

app_name = "call_forms"
urlpatterns = [
    path("<int:pk>/", form_editor.steps, name="form"),
    path("<int:pk>/act/", form_editor.act, name="act"),
    path("<int:pk>/<uuid:step>/", form_editor.step, name="step"),
    path("<int:pk>/<uuid:step>/words/", form_editor.part, name="step_words"),
    path("<int:pk>/<uuid:step>/<uuid:question>/", form_editor.part, name="question"),
]
