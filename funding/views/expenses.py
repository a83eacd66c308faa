"""What start-ups declare to have spent, as the desk reads it: those that wait, those that count, all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funding.models import Expense
from funding.views.tranches import READERS
from incubator.ui.tables import Column, tell_unknown, view_tabs
from incubator.workflow.doors import desk_required

A_PAGE = 50
VIEWS = {
    "to_read": gettext_lazy("To read"),
    "justified": gettext_lazy("Accepted"),
    "all": gettext_lazy("All"),
}
COLUMNS = [
    Column(gettext_lazy("Start-up")),
    Column(gettext_lazy("Tranche"), numeric=True),
    Column(gettext_lazy("Expense")),
    Column(gettext_lazy("Spent on")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("State")),
]


@require_safe
@desk_required(*READERS)
def expenses(request: HttpRequest) -> HttpResponse:
    seen = Expense.objects.visible_to(request.user)
    views = {"to_read": seen.to_read(), "justified": seen.justified(), "all": seen}
    tell_unknown(request, {"view": VIEWS})
    view = request.GET.get("view", "to_read")
    view = view if view in VIEWS else "to_read"
    rows = views[view].select_related("tranche__award__startup").order_by("declared_at", "pk")
    context = {
        "tabs": view_tabs(VIEWS, {name: each.count() for name, each in views.items()}, view),
        "columns": COLUMNS,
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "funding/desk/expenses.html", context)
