"""Strictness for all tests: no network, no order that nobody asked for, no moment where a day is meant."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

OURSELVES = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", b"localhost", b"127.0.0.1"}  # noqa: S104 -- compared, not bound


class NetworkUsed(RuntimeError):
    """A test, or what it tests, asked for a machine other than this one."""


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow, as it should be


@pytest.fixture(autouse=True, scope="session")
def strict() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, staying_here(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", resolving_here(socket.getaddrinfo))
        patch.setattr(SQLCompiler, "execute_sql", asking(SQLCompiler.execute_sql))
        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled(SQLCompiler._order_by_pairs))
        patch.setattr(models.DateField, "to_python", days_only(models.DateField.to_python))
        yield


def staying_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(connect)
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in OURSELVES:
            raise NetworkUsed(address)
        return connect(self, address)

    return guarded


def resolving_here(getaddrinfo: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(getaddrinfo)
    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in OURSELVES:
            raise NetworkUsed(host)
        return getaddrinfo(host, *args, **kwargs)

    return guarded


def asking(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Mark the compiler of a whole query; those of its parts leave their order alone."""

    @wraps(execute)
    def marked(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        vars(self)["is_whole"] = True
        return execute(self, *args, **kwargs)

    return marked


def shuffled(order_by: Callable[..., Any]) -> Callable[..., Any]:
    """Give rows in any order where none was asked for, so that no list owes its order to chance."""

    @wraps(order_by)
    def ordered(self: SQLCompiler) -> Iterator[Any]:
        pairs = [*order_by(self)]
        if not pairs and "is_whole" in vars(self) and not (self.query.distinct or self.query.combinator):
            pairs = [(Random().asc(), False)]
        return iter(pairs)

    return ordered


def days_only(to_python: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a moment in a field for days: which day it is depends on where one stands."""

    @wraps(to_python)
    def guarded(self: "models.DateField[Any, Any]", value: Any) -> Any:
        if isinstance(value, datetime):
            raise TypeError(f"{self} takes a day, not {value!r}: take localdate() of it")
        return to_python(self, value)

    return guarded
