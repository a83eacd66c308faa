"""The floor: a minimal view with one indexed query of 25 rows and a template. The unit of every other page."""

import os

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from incubator.applications.models import Application
from incubator.programmes.models import Call

ROWS = 25
PAGE = Engine().from_string(
    "<!doctype html><html lang=en><title>Floor</title><table>"
    "{% for row in rows %}<tr><td>{{ row.reference }}<td>{{ row.startup_name }}<td>{{ row.state }}"
    "<td>{{ row.submitted_at|date:'Y-m-d H:i' }}</tr>{% endfor %}</table></html>"
)


def floor(request: HttpRequest) -> HttpResponse:
    """Answer with 25 applications found by an index."""
    columns = ("reference", "startup_name", "state", "submitted_at")
    rows = Application.objects.filter(state="submitted").order_by("submitted_at").values(*columns)[:ROWS]
    return HttpResponse(PAGE.render(Context({"rows": rows})))


def analyse() -> None:
    """Let the database learn what was just written, as its own housekeeper does within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


if os.environ.get("PEPINIERE_MEASURE_UNGUARDED"):
    # A control: without its deadline a call takes everything, and the rush must say so.
    Call.is_open = lambda _call, _at: True

urlpatterns = [path("", include("incubator.config.urls"))]
handler404 = "incubator.config.views.not_found"
handler500 = "incubator.config.views.server_error"
