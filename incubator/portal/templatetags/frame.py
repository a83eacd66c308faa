"""The frame of every page, also of those without context processors; the settings give these tags to every template."""

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from incubator.portal.context import Outside

register = template.Library()


@register.simple_tag(takes_context=True)
def outside(context: Context) -> Outside:
    """Return the frame of an error page; a page drawn without a request has it too."""
    return Outside(context.get("request"))


@register.simple_tag(takes_context=True)
def frame_tools(context: Context) -> SafeString:
    """Draw the links of the frame once: they stand in the head of a page and in its menu."""
    return get_template("ui/frame/tools.html").template.render(context)
