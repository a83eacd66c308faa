"""The form behind the pages of the site: what its editors type is kept as an address can hold it."""

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm


class SitePageForm(WagtailAdminPageForm):
    """An address that is typed or changed loses its accents; one that stands stays as it is, with what leads to it."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        return slugify(slug) or slug if "slug" in self.changed_data else slug
