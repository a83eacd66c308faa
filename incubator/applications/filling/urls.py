"""Addresses of this activity."""

from django.urls import path

from incubator.applications.filling.views import documents, steps

urlpatterns = [
    # portal/applications/<ref>/
    path("portal/applications/<str:ref>/form/<slug:step>/", steps.step, name="step"),
    path("portal/applications/<str:ref>/form/<slug:step>/choose/", steps.choose, name="choose"),
    path("portal/applications/<str:ref>/form/<slug:step>/field/<slug:key>/", steps.field, name="field"),
    path("portal/applications/<str:ref>/documents/", documents.papers, name="documents"),
    path("portal/applications/<str:ref>/documents/begin/", documents.begin, name="begin_upload"),
    path("portal/applications/<str:ref>/documents/<str:public_id>/remove/", documents.remove, name="remove"),
]
