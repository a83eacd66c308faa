"""A cache that may be away: pages go on without it, a little slower."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# After a failure the server is left alone so long: a silent one costs one wait, not one a key.
LEFT_ALONE = 5.0


class ForgivingRedis(RedisCache):
    """Redis whose absence reads as "nothing is kept". Only what can be computed again may be kept here."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._back_at = 0.0

    def _try(self, act: Callable[..., Any], otherwise: Any, *args: Any, **options: Any) -> Any:
        if time.monotonic() < self._back_at:
            return otherwise
        try:
            return act(*args, **options)
        except (RedisError, OSError) as error:
            self._back_at = time.monotonic() + LEFT_ALONE
            log.warning("The cache does not answer: %s", type(error).__name__)
            return otherwise

    def add(self, *args: Any, **options: Any) -> bool:
        return self._try(super().add, True, *args, **options)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._try(super().set, None, *args, **options)

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._try(super().touch, False, *args, **options)

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._try(super().delete, False, *args, **options)

    def get_many(self, *args: Any, **options: Any) -> dict[Any, Any]:
        return self._try(super().get_many, {}, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._try(super().has_key, False, *args, **options)

    def set_many(self, data: dict[Any, Any], *args: Any, **options: Any) -> list[Any]:
        return self._try(super().set_many, list(data), data, *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> None:
        self._try(super().delete_many, None, *args, **options)

    def clear(self) -> bool:
        return self._try(super().clear, False)
