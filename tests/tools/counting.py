"""Counts the questions a request puts to the database; answers the floor before anything of ours runs; forgets what the
cache holds for a request that says X-Cold.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse

from incubator.programmes import facts
from tests.tools.floor import floor

FLOOR = "/floor/"


class CountQuestions:
    """Outermost of all: sessions, people and saves are counted with the rest, in the header X-Sql."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = 0

        def count(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal asked
            asked += not sql.startswith(("SAVEPOINT", "RELEASE", "SET "))
            return execute(sql, params, many, context)

        if "X-Cold" in request.headers:
            cache.clear()
            facts.forget()
        with connection.execute_wrapper(count):
            response = floor(request) if request.path == FLOOR else self.get_response(request)
        response.headers["X-Sql"] = str(asked)
        return response
