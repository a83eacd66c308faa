"""The name under which the pages of the CMS stand."""

from django import template
from django.conf import settings

from incubator.territory.centres import first_centre

register = template.Library()


@register.simple_tag
def centre_name() -> str:
    """Return the name of the centre in the language of the page."""
    centre = first_centre()
    return centre.name.plain if centre else settings.WAGTAIL_SITE_NAME
