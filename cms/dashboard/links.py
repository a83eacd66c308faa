"""Links of live pages that lead nowhere: to a page that is gone or not live, to a document that is gone.

Only what was chosen in the CMS is looked at; what is typed as an address is asked of nobody.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page, get_page_models
from wagtail.rich_text import extract_references_from_rich_text

from cms.dashboard.rows import Row, edit, other_language, own_pages
from cms.fields import BodyField
from cms.permissions.by_programme import closed_pages

# What stands in a rich text where a page or a document was chosen.
CHOSEN = "linktype"


class Link(NamedTuple):
    """A link on a page, to a page or a document."""

    title: str
    page: int
    url_path: str
    target: type
    key: int


def rows(user: Any) -> list[Row]:
    """Return the links of a person's pages that lead nowhere, by the title of the page."""
    links = sorted(set(_links(user)), key=lambda link: (link.title, link.page, link.key))
    pages = Page.objects.in_bulk({link.key for link in links if link.target is Page})
    documents = _documents({link.key for link in links if link.target is not Page})
    closed = set(closed_pages(user))
    found = []
    for link in links:
        note = (
            _page_fault(pages.get(link.key), closed) if link.target is Page else _gone(link.key in documents)
        )
        if note:
            found.append(Row(link.title, edit(link.page), note, other_language(link.url_path)))
    return found


def models_with_a_body() -> list[type[Page]]:
    """Return the kinds of pages that hold rich text."""
    return [
        model
        for model in get_page_models()
        if any(isinstance(field, BodyField) for field in model._meta.fields)
    ]


def _links(user: Any) -> Iterator[Link]:
    own = own_pages(user).live().values("pk")
    for model in models_with_a_body():
        # The text is searched by the database: most pages lead nowhere inside the site.
        pages = model.objects.annotate(text=Cast("body", TextField())).filter(
            pk__in=own, text__contains=CHOSEN
        )
        for key, title, url_path, body in pages.values_list("pk", "title", "url_path", "body"):
            for block in body.raw_data:
                for target, wanted in _references(block["value"]):
                    yield Link(title, key, url_path, target, wanted)


def _references(value: Any) -> Iterator[tuple[type, int]]:
    """Return what a rich text leads to; a block of another kind leads to nothing."""
    if not isinstance(value, str):
        return
    for target, key, _path, _place in extract_references_from_rich_text(value):
        if target in (Page, get_document_model()):
            yield target, int(key)


def _documents(keys: set[int]) -> set[int]:
    return set(get_document_model().objects.filter(pk__in=keys).values_list("pk", flat=True))


def _page_fault(page: Page | None, closed: set[int]) -> str:
    """Say what is wrong with the page that a link leads to; its title is not told to whom it is closed."""
    if page is None:
        return _("a link leads to a page that is no longer there")
    if page.live:
        return ""
    if page.pk in closed:
        return _("a link leads to a page that is not live")
    return _("a link leads to “%(page)s”, which is not live") % {"page": page.get_admin_display_title()}


def _gone(is_there: bool) -> str:
    return "" if is_there else _("a link leads to a document that is no longer there")
