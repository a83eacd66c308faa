"""Publishes a call with its pages: one act, two languages."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Locale, Page

from cms.addresses import SLUGS
from cms.models import CallIndexPage, CallPage
from cms.setup import ensure_site
from incubator.core.bilingual import LANGUAGES
from incubator.core.holding import hold
from incubator.people.models import Actor, person_or_none
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval

LONGEST = 255


def publish(call: Call, *, by: Actor, at: datetime) -> Call:
    """Publish the call and make its pages live, in one transaction. The clock opens it, not this act."""
    with transaction.atomic():
        published = approval.publish(call, by=by, at=at)
        publish_call_pages(published, by=by, at=at)
    return published


def publish_call_pages(call: Call, *, by: Actor, at: datetime) -> list[CallPage]:
    """Make the pages of the call live and return them: the French one, the English one if its text is there.

    An English page without text stays a draft; the site then says so and shows the French one.
    """
    live = []
    for page in ensure_pages(call).values():
        if page.language == "en" and not (call.title_en and call.summary_en):
            continue
        page.title = _title(call, page.language)
        user = person_or_none(by)
        page.save_revision(user=user, log_action=False).publish(
            user=user, log_action=False, skip_permission_checks=True
        )
        live.append(page)
    return live


@transaction.atomic
def ensure_pages(call: Call) -> dict[str, CallPage]:
    """Return the page of the call in each language, made as drafts where they are missing."""
    hold(call)
    if CallIndexPage.objects.count() < len(LANGUAGES):
        ensure_site(call.programme.centre)
    found = {page.language: page for page in CallPage.objects.filter(call=call).select_related("call")}
    key = next((page.translation_key for page in found.values()), None)
    for language in LANGUAGES:
        if language not in found:
            page = CallPage(call=call, slug=call.slug, title=_title(call, language), live=False)
            page.locale = Locale.objects.get(language_code=language)
            if key:
                page.translation_key = key
            index = Page.objects.get(url_path=f"/{language}/{SLUGS['calls'][language]}/")
            found[language] = index.add_child(instance=page)
            key = page.translation_key
    return found


def _title(call: Call, language: str) -> str:
    return ((call.title_en if language == "en" else "") or call.title_fr)[:LONGEST]
