"""Reads of pages and of the editor's forms."""

from typing import Any

from django.db import models
from wagtail.query import PageQuerySet

from cms.permissions.rights import rights_of


class CallFormQuerySet(models.QuerySet):
    """Forms in the editor."""

    gate = "Written in the CMS, whose permissions follow roles and programmes."

    def visible_to(self, user: Any) -> "CallFormQuerySet":
        """Keep the forms of the calls that a person works on."""
        return self.filter(call__in=rights_of(user).calls)

    def listed(self) -> "CallFormQuerySet":
        """Join what a line of the list shows."""
        return self.select_related("call__programme")


def shown(pages: PageQuerySet) -> PageQuerySet:
    """Keep the pages that everybody reads: live, and in no section kept for some."""
    return pages.live().public()
