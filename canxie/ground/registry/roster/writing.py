"""Brings what was looked at into the register: made ready first, then written by one action."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.lists import Kind, Overtaken
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.followers import follow_all
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.roster.amendments import Amendments
from canxie.ground.registry.roster.bulk import CHUNK, chunks
from canxie.ground.registry.roster.households import Houses
from canxie.ground.registry.roster.models import Choice, RosterImport, StagedRow, State
from canxie.ground.registry.roster.newcomers import Newcomers
from canxie.ground.registry.roster.rows import Row, becomes, opened

DECIDED = Q(kind=Kind.DUPLICATE) & ~Q(choice__in=["", Choice.LEAVE])
Told = Callable[[int, int], object]


@dataclass(slots=True)
class Plan:
    """All that an import will write, ready for the database."""

    roster: RosterImport
    newcomers: Newcomers
    amendments: Amendments
    new: int = 0
    changed: int = 0

    @property
    def digest(self) -> str:
        """Stand for everything that is written, on the trail."""
        told = hashlib.sha256()
        for rows in self.newcomers.changes.parts():
            for household, person, *_, fields, _ in rows:
                told.update(f"{household} {person} {fields}\n".encode())
        return told.hexdigest()


def prepare(roster: RosterImport, *, by: Scope, on: date, told: Told = lambda *_: None) -> Plan:
    """Open the rows, seal numbers, spell names, find households. Nothing is locked. Raises Overtaken."""
    houses, displaced = Houses(), instead_of(roster)
    written = roster.rows.filter(Q(kind__in=[Kind.NEW, Kind.CHANGED]) | DECIDED)
    if written.exclude(kind=Kind.CHANGED).exists():
        _know(roster, houses)
    newcomers = Newcomers(houses, batch=roster.pk, by=by.user_id, at=timezone.now())
    plan = Plan(roster, newcomers, Amendments(newcomers, on))
    done, of = 0, written.count()
    for rows in _batches(written, displaced):
        comes_to = [(row, becomes(row)) for row in rows]
        new = [row for row, kind in comes_to if kind == Kind.NEW]
        changed = [row for row, kind in comes_to if kind == Kind.CHANGED]
        houses.look_up(key for row in new if (key := row.said.get("house", "")))
        for row in new:
            newcomers.add(row)
        plan.amendments.add_all(changed)
        newcomers.pack()
        plan.new, plan.changed, done = plan.new + len(new), plan.changed + len(changed), done + len(rows)
        told(done, of)
    return plan


def instead_of(roster: RosterImport) -> set[tuple[str, int]]:
    """Name the rows that another row of the file takes the place of; of several that would, the last one does."""
    chosen = roster.rows.filter(kind=Kind.DUPLICATE, choice=Choice.INSTEAD).order_by("-id")
    out, taken = set[tuple[str, int]](), set[tuple[str, int]]()
    for row in opened(chosen):
        twin = (row.said["twin"][0][:60], row.said["twin"][1])
        if twin in taken:
            out.add((row.sheet, row.row))
        taken.add(twin)
    return out | taken


def _batches(rows: QuerySet[StagedRow], displaced: set[tuple[str, int]]) -> Iterator[list[Row]]:
    found = opened(rows.order_by("id"))
    kept = (row for row in found if (row.sheet, row.row) not in displaced)
    while batch := [*islice(kept, CHUNK)]:
        yield batch


def _know(roster: RosterImport, houses: Houses) -> None:
    """Learn from people of the register who stand in the file which household a number or an address means."""
    known = roster.rows.filter(kind__in=[Kind.SAME, Kind.CHANGED]).order_by("id")
    rows = opened(known)
    while batch := [*islice(rows, CHUNK)]:
        keys = {row.person_id: row.said.get("house", "") for row in batch if row.person_id}
        there = Person.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "household_id", "path")
        for person, household, path in there:
            houses.know(keys[person], household, path)


@action("registry.import.write")
def write(*, by: Scope, plan: Plan, on: date) -> None:
    """Write what was made ready: one transaction, one entry on the trail, every row in the table of changes.

    Raises Overtaken when the register is not any more what somebody looked at: nothing is written then.
    """
    roster = RosterImport.objects.select_for_update().get(pk=plan.roster.pk)
    by.must_cover(roster.path, Power.REGISTRY_IMPORT)
    if roster.state == State.WRITTEN:
        raise Overtaken
    hold(plan, on)
    plan.amendments.make_room()
    plan.newcomers.write()
    plan.amendments.write()
    roster.state, roster.reason, roster.written_at = State.WRITTEN, "", timezone.now()
    roster.counts |= {"written_new": plan.new, "written_changed": plan.changed}
    roster.save(update_fields=["state", "reason", "written_at", "counts"])
    note(by, "registry.import.write", roster, place=roster.path, new=plan.new, changed=plan.changed, digest=plan.digest)


@action("registry.import.follow")
def follow(*, by: Scope, roster: RosterImport, on: date) -> None:
    """Let other rooms follow: first visits get their day. In a transaction of its own, so that none is long.

    They do the same every night, so what is interrupted here is done by morning.
    """
    follow_all(roster.path, on)
    note(by, "registry.import.follow", roster, place=roster.path)


def hold(plan: Plan, on: date) -> None:
    """Lock villages, households and people, always in this order, and see that they are what they were."""
    houses = plan.newcomers.houses
    paths = {house.path for house in houses.new}
    villages = Division.objects.select_for_update().valid_on(on).filter(code__in=paths).order_by("code")
    if {village.code for village in villages} != paths:
        raise Overtaken
    for some in chunks(sorted(houses.old)):
        held = Household.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk", "path")
        if {key.hex: path for key, path in held} != {key: houses.old[key] for key in some}:
            raise Overtaken
    plan.amendments.hold()
    for some in chunks(plan.newcomers.indexes):
        if Person.objects.filter(identifier_index__in=some).exists():
            raise Overtaken
