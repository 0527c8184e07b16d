"""Somebody of the county at a screen."""

import os
from functools import cache

from django.db import connection
from django.test import Client

from canxie.engine.scoping.scope import subtree
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory


@cache
def clerk(path: str = "379900", role: str = Role.COUNTY_CLERK) -> Client:
    client = Client()
    name = f"bench-{os.getpid()}-{path}"  # processes beside this one sign in too
    client.force_login(PostFactory(path=path, role=role, user__username=name).user)
    return client


def get(address: str) -> None:
    """Open a page, and be sure that it came."""
    response = clerk().get(address)
    assert response.status_code == 200, (address, response.status_code)


def empty_page() -> None:
    get("/bench/empty/")


def fetch(statement: str, values: list[object]) -> list[tuple[object, ...]]:
    """What bare SQL gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def bounds(path: str) -> list[object]:
    return [*subtree(path)]
