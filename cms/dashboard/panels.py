"""The four panels of the first page of the CMS, in the order in which they stand."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from cms.dashboard import closing, links, twins, waiting
from cms.dashboard.rows import Row

MOST = 5


class DashboardPanel(Component):
    """A title and at most five rows, or one sentence where there is nothing to do."""

    template_name = "cms/panels/dashboard.html"
    name: str
    order: int
    heading: Any
    empty: Any

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def rows(self) -> list[Row]:
        """Return every row, those that come first first."""
        raise NotImplementedError

    def everything(self) -> str:
        """Return the address of the whole list, "" where there is none."""
        return ""

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = self.rows()
        return {
            "panel": self,
            "rows": rows[:MOST],
            "others": max(0, len(rows) - MOST),
            "everything": self.everything() if rows else "",
        }


class CallsClosing(DashboardPanel):
    name, order = "calls-closing", 10
    heading = _("Calls closing in the next 30 days")
    empty = _("No call closes in the next 30 days.")

    def rows(self) -> list[Row]:
        return closing.rows(self.request.user, self.request.received_at)

    def everything(self) -> str:
        return closing.everything()


class PagesWaiting(DashboardPanel):
    name, order = "pages-waiting", 20
    heading = _("Pages that wait")
    empty = _("No page waits: all that was written is published.")

    def rows(self) -> list[Row]:
        return waiting.rows(self.request.user)


class TwinsApart(DashboardPanel):
    name, order = "twins-apart", 30
    heading = _("Pages that are behind in one language")
    empty = _("French and English say the same everywhere.")

    def rows(self) -> list[Row]:
        return twins.rows(self.request.user)


class BrokenLinks(DashboardPanel):
    name, order = "broken-links", 40
    heading = _("Links that lead nowhere")
    empty = _("Every link between pages leads somewhere.")

    def rows(self) -> list[Row]:
        return links.rows(self.request.user)


PANELS = (CallsClosing, PagesWaiting, TwinsApart, BrokenLinks)
