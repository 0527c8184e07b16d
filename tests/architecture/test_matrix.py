"""The matrix: who × address × method → code, as each room says by hand. A new address fails until it has its rows."""

from contextlib import contextmanager
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.registry.tests.factories import HouseholdFactory
from tests.architecture.addresses import addresses
from tests.matrix import HERE, HOUSEHOLD, POSTS, Row

ROOMS = [config for config in apps.get_app_configs() if Path(config.path, "tests", "matrix.py").exists()]
SAID = [import_module(f"{room.name}.tests.matrix") for room in ROOMS]
MATRIX = {said: row for room in SAID for said, row in room.MATRIX.items()}
ARGS = {name: args for room in SAID for name, args in getattr(room, "ARGS", {}).items()}
FORMS = {name: form for room in SAID for name, form in getattr(room, "FORMS", {}).items()}
PREPARE = {config.label: room.prepare for config, room in zip(ROOMS, SAID, strict=True) if hasattr(room, "prepare")}
NAMES = [name for name, _ in addresses()]


def test_every_address_has_a_row_for_either_method():
    assert set(MATRIX) == set(product(NAMES, ["GET", "POST"]))


def test_a_room_speaks_of_its_own_addresses():
    assert {room.label for room in ROOMS} == {name.split(":")[0] for name in NAMES}
    for room, said in zip(ROOMS, SAID, strict=True):
        assert {name.split(":")[0] for name, _ in said.MATRIX} == {room.label}


@pytest.mark.parametrize("name", NAMES)
def test_somebody_gets_through(name):
    assert any(code < 400 for method in ("GET", "POST") for code in MATRIX[name, method][1:])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method"), MATRIX)
def test_everybody_gets_what_the_row_says(name, method):
    """The rows are made once; what one person's request does is undone before the next one asks."""
    HouseholdFactory(id=HOUSEHOLD, path=HERE)
    if prepare := PREPARE.get(name.split(":")[0]):
        prepare()
    url, form = reverse(name, args=ARGS.get(name, [])), FORMS.get(name, {})

    answers = {}
    for who in Row._fields:
        with undone():
            client = signed_in(who)
            response = client.get(url) if method == "GET" else client.post(url, **form)
            answers[who] = response.status_code
            if who in POSTS and response.status_code == 200:
                assert "no-store" in response["Cache-Control"], f"what {who} was shown stays in the browser"

    assert answers == MATRIX[name, method]._asdict()


def signed_in(who):
    client = Client()
    if who in POSTS:
        user = UserFactory()
        client.force_login(user)
        for role, path in POSTS[who]:
            PostFactory(user=user, role=role, path=path)
    return client


@contextmanager
def undone():
    """Roll back what happens inside. Like a test's own transaction it does not count as one around an action."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
