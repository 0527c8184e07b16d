"""Lists of matters: narrowed down, sorted, and cut into pages."""

from datetime import timedelta

import pytest

from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.powers import Power
from canxie.mechanisms.matters import listing
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.listing import Narrowing, counted, leaf
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory
from canxie.mechanisms.matters.tests.people import at

pytestmark = pytest.mark.django_db
NEED = kinds["need"]


def read(user_id=1, **sent):
    return set(Narrowing.read(NEED, sent).apply(Matter.objects.all(), Scope(user_id, {}), at(3, 12)))


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, "new late answered"),
        ({"state": "verified"}, "answered"),
        ({"state": "closed"}, "done"),
        ({"state": "nonsense"}, "new late answered"),
        ({"category": "device"}, "late"),
        ({"category": "nonsense"}, "new late answered"),
        ({"place": "379900002"}, "late"),
        ({"place": "379900002001"}, "late"),
        ({"place": "379900003"}, ""),
        ({"place": "一"}, "new late answered"),
        ({"overdue": "on"}, "late"),
        ({"state": "closed", "overdue": "on"}, ""),
    ],
)
def test_is_narrowed_down_by_what_makes_sense(sent, found):
    rows = {
        "new": MatterFactory(household__path="379900001001"),
        "late": MatterFactory(household__path="379900002001", category="device", due_at=at(3, 11)),
        "answered": MatterFactory(household__path="379900001001", answered=True),
        "done": MatterFactory(household__path="379900001001", done=True),
    }

    assert read(**sent) == {rows[name] for name in found.split()}


def test_mine_are_those_i_own():
    mine = MatterFactory(owner=UserFactory())
    MatterFactory()

    assert read(mine.owner_id, mine="on") == {mine}


@pytest.mark.parametrize(("sent", "sort"), [({}, "due"), ({"state": "closed"}, "opened"), ({"sort": "?"}, "due")])
def test_what_is_closed_is_sorted_by_its_opening_unless_one_says_otherwise(sent, sort):
    assert Narrowing.read(NEED, sent).sort == sort


@pytest.mark.parametrize("sort", ["due", "opened"])
def test_every_row_is_on_one_page_and_one_comes_back_the_same_way(sort, monkeypatch):
    monkeypatch.setattr(listing, "ROWS", 3)
    for day in (1, 1, 1, 1, 2, 2, 3, 4):  # more of one moment than a page holds
        moment = at(3, day)
        MatterFactory(due_at=moment, opened_at=moment, ack_due=moment + timedelta(days=1))
    everything = sorted(
        Matter.objects.all(), key=lambda row: (row.due_at if sort == "due" else -row.opened_at.timestamp(), str(row.pk))
    )

    pages, key = [], ""
    while not pages or key:
        pages.append(leaf(Matter.objects.all(), sort, after=key))
        key = pages[-1].after
    assert [row for page in pages for row in page.rows] == everything
    assert [len(page.rows) for page in pages] == [3, 3, 2]
    assert (pages[0].before, pages[-1].after) == ("", "")

    back, key = [pages[-1]], pages[-1].before
    while key:
        back.insert(0, leaf(Matter.objects.all(), sort, before=key))
        key = back[0].before
    assert [row for page in back for row in page.rows] == everything


@pytest.mark.parametrize("key", ["nonsense", "2026-03-01T10:00:00~1", "2026-03-01T10:00:00~" + "0" * 32])
def test_what_is_no_key_begins_at_the_beginning(key):
    row = MatterFactory()

    assert [*leaf(Matter.objects.all(), "due", after=key).rows] == [row]


def test_nobody_reads_large_numbers(monkeypatch):
    MatterFactory.create_batch(2)
    assert counted(Matter.objects.all()) == "2"

    monkeypatch.setattr(listing, "MANY", 1)
    assert counted(Matter.objects.all()) == "超过 1"


def test_the_list_reads_its_index_in_order(django_assert_num_queries):
    scope = Scope(1, {Power.NEEDS_READ: ("379900001001",)})
    rows = Matter.objects.within(scope, Power.NEEDS_READ).filter(kind="need").under_way()

    with django_assert_num_queries(1):
        leaf(rows.for_listing(), "due")
