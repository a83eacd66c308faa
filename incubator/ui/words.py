"""Templates that hold nothing but words, drawn once a language for pages that carry many."""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString

from incubator.core.bilingual import current_language


def words(template: str) -> SafeString:
    """Draw a template of words in the active language."""
    return drawn(template, current_language())


@lru_cache(maxsize=64)
def drawn(template: str, _language: str) -> SafeString:
    """Draw a template once for each language."""
    return SafeString(get_template(template).render().strip())
