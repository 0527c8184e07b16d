"""Turning pages by key: everyone once, forwards and backwards."""

import pytest

from canxie.ground.registry.models import Person
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.mechanisms.registers import paging
from canxie.mechanisms.registers.paging import leaf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 3)
    for village, name in ["1c", "2a", "1a", "2b", "1b", "3a", "1a", "2a"]:
        PersonFactory(household__path=f"37990000100{village}", name=name, name_sort=name)


def turned(sort, **sent):
    rows = Person.objects.values_list("id", "path", "name", named=True)
    found = leaf(rows.values_list("id", "path", "name_sort", named=True), sort, sent)
    return "".join(row.path[-1] + row.name_sort + " " for row in found.rows).strip(), found


@pytest.mark.parametrize(
    ("sort", "pages"),
    [
        (("path", "name_sort", "id"), ["1a 1a 1b", "1c 2a 2a", "2b 3a"]),
        (("path", "-name_sort", "id"), ["1c 1b 1a", "1a 2b 2a", "2a 3a"]),
        (("-path", "name_sort", "id"), ["3a 2a 2a", "2b 1a 1a", "1b 1c"]),
    ],
)
def test_there_and_back(sort, pages):
    seen, after, leaves = [], {}, []
    for _ in pages:
        text, found = turned(sort, **after)
        seen.append(text)
        leaves.append(found)
        after = {"after": found.after}

    assert seen == pages
    assert len({row.id for found in leaves for row in found.rows}) == 8
    assert (leaves[0].before, leaves[-1].after) == ("", "")
    assert turned(sort, before=leaves[2].before)[0] == pages[1]
    back = turned(sort, before=leaves[1].before)
    assert (back[0], back[1].before) == (pages[0], "")


@pytest.mark.parametrize("key", ["", "nobody", "00000000-0000-4000-8000-00000000000f"])
def test_a_key_that_is_none_leads_to_the_first_page(key):
    assert turned(("path", "name_sort", "id"), after=key)[0] == "1a 1a 1b"
    assert turned(("path", "name_sort", "id"), before=key)[0] == "1a 1a 1b"
