"""A cache that the pages can do without."""

import logging
import time

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# A page asks many questions; only the first may wait for one that does not answer.
PEACE = 10
_no_question_before = 0.0


class PatientRedisCacheClient(RedisCacheClient):
    """Redis may vanish at any time: then nothing is remembered, and nobody is refused."""

    def add(self, *args, **kwargs):
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key, default):
        return self._or(default, super().get, key, default)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._or(None, super().set_many, *args, **kwargs)

    @staticmethod
    def _or(otherwise, ask, *args, **kwargs):
        global _no_question_before
        if time.monotonic() < _no_question_before:
            return otherwise
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            _no_question_before = time.monotonic() + PEACE
            log.warning("The cache does not answer: %s", error)
            return otherwise


class PatientRedisCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = PatientRedisCacheClient
