"""Addresses of this activity."""

from incubator.applications.imports.views import PAGES

urlpatterns = PAGES.addresses("desk/calls/<str:reference>/imports/")
