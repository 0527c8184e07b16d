"""The invented county's people: certified or not, in their households, with what is known of them and what is not."""

import hashlib

import numpy as np

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.bulk import analyze, insert
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.ground.registry.demo import drawing, known, rosters, wide
from canxie.ground.registry.demo.county import County, Village
from canxie.ground.registry.demo.rows import pieces
from canxie.ground.registry.demo.tables import COLUMNS
from canxie.ground.registry.models import Household, Person


def villages(place: str) -> list[Village]:
    """List the villages of a place, that of the known households first, each with its commissioner, who asks there."""
    valid = Division.objects.below(place).filter(valid_to=None).order_by("code")
    towns = dict(valid.filter(level=Level.TOWNSHIP).values_list("code", "name"))
    posts = Post.objects.filter(role__in=[Role.COMMISSIONER, Role.TOWNSHIP_CLERK]).order_by("since_at")
    asker = dict(posts.values_list("path", "user"))
    found = [
        Village(code, name, towns.get(code[:9], ""), asker.get(code) or asker.get(code[:9], SYSTEM))
        for code, name in valid.filter(level=Level.VILLAGE).values_list("code", "name")
    ]
    order = [known.VILLAGE, *known.SIZED]
    return sorted(found, key=lambda village: order.index(village.name) if village.name in order else len(order))


def county(demo: Demo) -> County:
    """Draw the people of a demo, and nothing written yet: what bigger loads write out by themselves."""
    chance, places = demo.chance("registry"), villages(demo.place)
    has_known = places[0].name == known.VILLAGE
    exact, sizes = ([known.HOUSEHOLDS], known.SIZES) if has_known else ([], ())
    exact += [*known.SIZED.values()] if has_known and demo.people >= known.ENOUGH else []
    weights = chance.lognormal(0, 0.4, len(places) - len(exact))
    homes, people = drawing.draw(chance, demo.people, exact, weights, sizes)
    called = known.settle(homes, people, demo.today) if has_known else {}
    drawing.number(people, demo.today.toordinal() - people.born_ago)
    return County(places, homes, people, called, demo.today)


@action("registry.invent")
def invent(*, by: Scope, demo: Demo, progress: Progress) -> Counts:
    """Write the invented people of a place, with all that hangs on them, as an import would: set by set."""
    by.must_cover(demo.place, Power.REGISTRY_IMPORT)
    made, digest, done = county(demo), hashlib.sha256(), 0
    for piece in pieces(made):
        for table, rows in piece.items():
            insert(table, COLUMNS[table], rows, lambda _: None)
        digest.update(repr([row[:2] for row in piece[Person]]).encode())
        done += len(piece[Household])
        progress(done / len(made.homes))
    analyze(Division, *COLUMNS)
    root = Division.objects.get(code=demo.place, valid_to=None)
    note(by, "registry.invent", root, place=demo.place, rows=len(made.people), digest=digest.hexdigest())
    alive = int(np.count_nonzero(made.people.state == drawing.LIVING))
    return {"残疾人": len(made.people), "在册": alive, "家庭": len(made.homes)}


def run(demo: Demo, progress: Progress) -> Counts:
    return invent(by=Scope(SYSTEM, {Power.REGISTRY_IMPORT: (demo.place,)}), demo=demo, progress=progress)


steps.declare("rosters", Step("试导入的名册", rosters.run, after=("registry",)))
steps.declare("registry", Step("残疾人和家庭", run, after=("divisions", "accounts"), wide=wide.run))
