"""The token of every form, in place of Django's own tag: beside it stands who has the page open."""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

register = template.Library()


class TokenNode(CsrfTokenNode):
    """Django's token; inside, also whose page it is, so that what is typed there goes back to nobody else."""

    def render(self, context: Any) -> str:
        token, request = super().render(context), context.get("request")
        if not token or request is None or not request.path.startswith(settings.PATHS_INSIDE):
            return token
        person = getattr(getattr(request, "user", None), "public_id", "")
        return (
            token + format_html('<input type="hidden" name="typed-by" value="{}">', person)
            if person
            else token
        )


@register.tag
def csrf_token(parser: Parser, token: Token) -> TokenNode:
    """`{% csrf_token %}`, as everywhere in Django."""
    return TokenNode()
