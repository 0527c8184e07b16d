"""What may be remembered for the length of one request, task or sync command, and not a moment longer."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

V = TypeVar("V")

_memory: ContextVar[dict[Hashable, object] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember from here to the end of the block; outside of one, nothing is ever remembered."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, find: Callable[[], V]) -> V:
    """Find once, then answer from memory."""
    memory = _memory.get()
    if memory is None:
        return find()
    if key not in memory:
        memory[key] = find()
    return memory[key]  # type: ignore[return-value]  # a key stands for what one function finds


def forget() -> None:
    """Whoever changes what may be remembered says so."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


def one_memory_a_request(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let one request remember, and the next begin with nothing."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with remembering():
            return get_response(request)

    return middleware
