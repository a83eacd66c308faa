"""A row of the first page of the CMS, and the pages that it may speak of."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.addresses import language_of
from cms.permissions.by_programme import ByProgramme
from incubator.core.bilingual import current_language


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to look at: its name, where it is opened, what there is to know; `lang` where the name is in the other
    language than the page that shows it.
    """

    name: str
    address: str
    note: str
    lang: str = ""


def own_pages(user: Any) -> PageQuerySet:
    """Return the pages that a person writes: nothing of another programme, and nothing that is only read."""
    pages: PageQuerySet = ByProgramme(Page).instances_user_has_permission_for(user, "change").order_by()
    return pages


def edit(key: int) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[key])


def other_language(url_path: str) -> str:
    """Return the language of a place in the tree where it is not the one that is read, "" where it is."""
    language = language_of(url_path)
    return language if language != current_language() else ""
