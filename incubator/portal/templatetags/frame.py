"""The frame of pages that are drawn without any context processor; the settings give this tag to every template."""

from django import template
from django.template import Context

from incubator.portal.context import Outside

register = template.Library()


@register.simple_tag(takes_context=True)
def outside(context: Context) -> Outside:
    """Return the frame of an error page; a page drawn without a request has it too."""
    return Outside(context.get("request"))
