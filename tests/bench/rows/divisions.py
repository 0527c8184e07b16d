"""What lies below a place, and loading a list of places."""

from datetime import date
from functools import cache, partial

from django.db import connection, transaction

from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.national import listed
from canxie.ground.powers import Power
from tests.bench.clerk import bounds, fetch
from tests.bench.harness import Pair, row, side_by_side, timed
from tests.bench.peers.models import Place
from tests.bench.population import places

FIRST = "3799"  # where the population begins
BELOW = "SELECT code, name FROM divisions_division WHERE code >= %s AND code < %s ORDER BY code"


@cache
def grown() -> None:
    """Plant the same tree as treebeard keeps it."""
    by_code: dict[str, Place] = {}
    for code, name in Division.objects.order_by("code").values_list("code", "name"):
        above = next((by_code[code[:n]] for n in (9, 6, 4, 2) if n < len(code) and code[:n] in by_code), None)
        above = Place.objects.get(pk=above.pk) if above else None
        by_code[code] = above.add_child(code=code, name=name) if above else Place.add_root(code=code, name=name)


def below(place: str) -> list[tuple[str, str]]:
    return [*Division.objects.below(place).order_by("code").values_list("code", "name")]


@row("subtree of the divisions", against="a bare range", bound=2.0)
def against_sql(size: int) -> Pair:
    place = places(size)["county"]
    return side_by_side(partial(below, place), lambda: fetch(BELOW, bounds(place)), times=5)


@row("subtree of the divisions", against="django-treebeard", bound=1.0)
def against_treebeard(size: int) -> Pair:
    grown()
    place = places(size)["county"]

    def theirs() -> list[tuple[str, str]]:
        return [*Place.objects.get(code=place).get_descendants().values_list("code", "name")]

    return side_by_side(partial(below, place), theirs, times=5)


@row("division load", against="executemany", bound=4.0)
def loaded(size: int) -> Pair:
    """A province that is not the population's; at small size, one county of it with what lies around."""
    code = "37" if size >= 100_000 else "370102"
    rows = listed(code)
    by = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: ("",)})

    def ours() -> None:
        load(by=by, code=code, rows=rows, as_of=date(2023, 6, 30), told=lambda *_: None)

    def theirs() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO divisions_division (code, name, level, valid_from, successors, sound, initials)"
                " VALUES (%s, %s, %s, %s, '[]', '', '')",
                [(one, name, len(one), date(2023, 6, 30)) for one, name, _ in rows],
            )

    def cleared() -> None:
        Division.objects.filter(code__gte="37", code__lt=FIRST).delete()

    spent = []
    for call in (ours, theirs):
        cleared()
        spent.append(timed(call))
    cleared()
    return Pair(*spent)
