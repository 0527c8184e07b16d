"""A province's people: drawn at once, written by as many processes as there are cores, indexed when all are in."""

import hashlib

import numpy as np
from django.db import connection, transaction

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress
from canxie.engine.demos.processes import side_by_side
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.bulk import analyze, insert, settled
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.ground.registry.demo import drawing
from canxie.ground.registry.demo.county import County, Village
from canxie.ground.registry.demo.rows import PIECE, piece
from canxie.ground.registry.demo.tables import COLUMNS

SIZE_OF_VILLAGES = 0.4
"""The spread of a lognormal distribution, invented as that of the demo county is."""

drawn: list[County] = []
"""What the processes that are forked off find already drawn: handing it over would cost more than writing it."""


def run(demo: Demo, progress: Progress) -> Counts:
    """Write all people of a province. What is broken off leaves rows behind and no indexes: begin with an empty one."""
    drawn[:] = [province(demo)]
    digest = hashlib.sha256()
    with settled(*COLUMNS):
        for one in side_by_side(written, range(0, len(drawn[0].homes), PIECE), progress):
            digest.update(one)
    analyze(Division, *COLUMNS)
    counts = counted(drawn.pop())
    tell(by=Scope(SYSTEM, {Power.REGISTRY_IMPORT: (demo.place,)}), demo=demo, digest=digest.hexdigest(), **counts)
    return {"残疾人": counts["people"], "在册": counts["living"], "家庭": counts["households"]}


def province(demo: Demo) -> County:
    chance = demo.chance("registry")
    valid = Division.objects.below(demo.place).filter(valid_to=None).order_by("code")
    towns = dict(valid.filter(level=Level.TOWNSHIP).values_list("code", "name"))
    found = valid.filter(level=Level.VILLAGE).values_list("code", "name")
    villages = [Village(code, name, towns.get(code[:9], ""), SYSTEM) for code, name in found]
    weights = chance.lognormal(0, SIZE_OF_VILLAGES, len(villages))
    homes, people = drawing.draw(chance, demo.people, [], weights, ())
    drawing.number(people, demo.today.toordinal() - people.born_ago)
    return County(villages, homes, people, {}, demo.today)


def written(start: int) -> bytes:
    """Write one piece, as a transaction of its own, and return what it came to."""
    rows = piece(drawn[0], start)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # nobody is told of a piece that the end could not repeat
    with transaction.atomic():
        for table, lines in rows.items():
            insert(table, COLUMNS[table], lines, lambda _: None)
    return hashlib.sha256(repr([line[:2] for lines in rows.values() for line in lines[:1]]).encode()).digest()


def counted(county: County) -> dict[str, int]:
    living = int(np.count_nonzero(county.people.state == drawing.LIVING))
    return {"people": len(county.people), "living": living, "households": len(county.homes)}


@action("registry.invent")
def tell(*, by: Scope, demo: Demo, digest: str, **counts: int) -> None:
    """Put on the trail what was invented: nobody else was there to write it meanwhile."""
    by.must_cover(demo.place, Power.REGISTRY_IMPORT)
    root = Division.objects.get(code=demo.place, valid_to=None)
    note(by, "registry.invent", root, place=demo.place, rows=counts["people"], digest=digest)
