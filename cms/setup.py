"""Opens the public site: both trees of pages with neutral words, and the groups of editors.

May be run again.
"""

import json
import uuid
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import site_words
from cms.addresses import HOMES, SLUGS
from cms.models import CallIndexPage, HomePage, StandardPage, StoryIndexPage
from incubator.core.bilingual import LANGUAGES
from incubator.territory.models import Centre

# Who writes pages and submits them, and who approves and publishes them. `cms.middleware` fills both from grants.
EDITORS, PUBLISHERS = "editors", "publishers"
READING = "Relecture avant publication"
PERMISSIONS = ("access_admin", "view_callform", "change_callform", "submit_translation")
ON_PAGES = {EDITORS: ("add_page", "change_page"), PUBLISHERS: ("add_page", "change_page", "publish_page")}
ON_MEDIA = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
Pair = dict[str, str]


@transaction.atomic
def ensure_site(centre: Centre) -> Site:
    """Make what is missing: locales, the French and English pages, the default site, the groups and their workflow.

    Pages that are there stay as their editors left them.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    root = _root(locales["fr"])
    homes = _twins(HomePage, dict.fromkeys(LANGUAGES, root), HOMES, site_words.HOME, locales)
    _twins(CallIndexPage, homes, SLUGS["calls"], site_words.CALLS, locales)
    _twins(StoryIndexPage, homes, SLUGS["news"], site_words.NEWS, locales)
    for words in site_words.PAGES:
        made = _twins(
            StandardPage, homes, SLUGS[words["key"]], words, locales, shows_contact=words["contact"]
        )
        for guide in site_words.HELP_ROLES if words["key"] == "help" else []:
            _twins(StandardPage, made, guide["slug"], guide, locales)
    ensure_groups(root)
    return _site(centre, homes["fr"])


def _root(locale: Locale) -> Page:
    """Return the root of the tree, rid of the welcome page that Wagtail's own migration makes."""
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    welcome = root.get_children().filter(content_type__model="page").first()
    if welcome and not welcome.get_children().exists():
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
        root = Page.objects.get(pk=root.pk)
    return root


def _twins(
    model: type[Page],
    parents: dict[str, Page],
    slugs: Pair,
    words: dict[str, Any],
    locales: dict[str, Locale],
    **more: Any,
) -> dict[str, Page]:
    """Return the page of each language under its parent.

    The missing one is made as the translation of the other.
    """
    found = {code: parents[code].get_children().filter(slug=slugs[code]).first() for code in LANGUAGES}
    known = next((page.translation_key for page in found.values() if page), uuid.uuid4())
    for code in LANGUAGES:
        if found[code] is None:
            values = {name: _in(value, code) for name, value in {**words, **more}.items()}
            page = model(
                slug=slugs[code], locale=locales[code], translation_key=known, **_fields(model, values)
            )
            found[code] = parents[code].add_child(instance=page)
            page.save_revision().publish()
            parents[code] = Page.objects.get(pk=parents[code].pk)
    return {code: page.specific for code, page in found.items()}


def _in(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, dict) else value


def _fields(model: type[Page], values: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in model._meta.get_fields()} - {"slug"}
    kept = {name: value for name, value in values.items() if name in names}
    if "body" in kept:
        kept["body"] = json.dumps([{"type": "text", "value": kept["body"]}] if kept["body"] else [])
    return kept


def _site(centre: Centre, home: Page) -> Site:
    site, _made = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "site_name": centre.name_fr},
        create_defaults={"root_page": home, "site_name": centre.name_fr, "hostname": "localhost"},
    )
    return site


def ensure_groups(root: Page) -> dict[str, Group]:
    """Make the groups that work in the CMS, and the reading that a page of an editor passes before it is published.

    May be run again: what a group may do is brought to what is written here.
    """
    groups = {name: _group(name, root) for name in ON_PAGES}
    task, _made = GroupApprovalTask.objects.get_or_create(name=READING)
    task.groups.set([groups[PUBLISHERS]])
    workflow, _made = Workflow.objects.get_or_create(name=READING)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return groups


def _group(name: str, root: Page) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=PERMISSIONS))
    wanted = Permission.objects.filter(codename__in=ON_PAGES[name], content_type__app_label="wagtailcore")
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    top = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for permission in Permission.objects.filter(codename__in=ON_MEDIA):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=permission)
    return group
