"""The public site of the visits: a story with every block, partners, a page for each published call."""

import gc
import io
import json
import warnings
from datetime import date
from types import SimpleNamespace

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from cms import publishing
from cms.models import HomePage, StoryIndexPage, StoryPage
from cms.setup import ensure_site
from incubator.people.models import SYSTEM
from tests.world.programmes import BEFORE

LEAD = {"fr": "Trois équipes ont essayé leur service.", "en": "Three teams tried their service."}


def build(w: SimpleNamespace) -> None:
    """Open the site, with one story a language and two partners."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    w.site = ensure_site(w.centre)
    picture = _picture()
    for home in HomePage.objects.all():
        home.partners = json.dumps([
            {"type": "partner", "value": {"name": "Région Maritime", "url": "https://essai.example/"}},
            {"type": "partner", "value": {"name": "Chambre de commerce", "url": ""}},
        ])  # fmt: skip
        home.save()
    for index in StoryIndexPage.objects.all():
        _story(index, picture)


def _picture() -> object:
    raw = io.BytesIO()
    Image.new("RGB", (900, 600), (40, 110, 90)).save(raw, "PNG")
    raw.seek(0)
    picture = get_image_model().objects.create(
        title="Une place de marché", file=ImageFile(raw, name="marche.png")
    )
    with warnings.catch_warnings():  # the library leaves a file of its own to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        picture.get_rendition("width-720|format-webp")
        gc.collect()
    return picture


def _story(index: Page, picture: object) -> None:
    language = index.locale.language_code
    body = [
        {
            "type": "text",
            "value": "<h2>Sur place</h2><p>Texte et <a href='https://essai.example/'>lien</a>.</p>",
        },
        {"type": "quote", "value": {"text": "Nous avons vendu dès juin.", "who": "Une fondatrice"}},
        {
            "type": "image",
            "value": {"image": picture.pk, "alt_text": "Une place de marché", "decorative": False},
        },
    ]
    index.add_child(instance=StoryPage(
        title=LEAD[language], slug="essai", day=date(2027, 2, 1), lead=LEAD[language], body=json.dumps(body),
        locale=index.locale,
    ))  # fmt: skip


def publish_calls(w: SimpleNamespace) -> None:
    """Put the page of each published call on the site."""
    for call in (w.call, w.small, w.planned, w.cancelled):
        publishing.publish_call_pages(call, by=SYSTEM, at=BEFORE)
