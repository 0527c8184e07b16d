"""What a township or a county sees of visiting: place by place, and whom nobody has reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Substr
from django.utils import timezone

from canxie.duties.visits.choices import How
from canxie.duties.visits.measures import meetings, silent
from canxie.duties.visits.models import Plan, Visit
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Person, Standing
from canxie.kernel.dates import month_bounds
from canxie.kernel.words import short_day

BELOW = {2: 4, 4: 6, 6: 9, 9: 12}
KINDS = {4: "市", 6: "县", 9: "乡镇", 12: "村"}
FEW_PLACES, FEW_PEOPLE = 20, 10


@dataclass(frozen=True, slots=True)
class Place:
    """One village's or township's month: households to visit, visited, late, and how late at most in days."""

    code: str
    name: str
    commissioner: str
    due: int
    done: int
    overdue: int
    oldest: int
    seen: int | None  # percent seen in person, none without a visit


@dataclass(frozen=True, slots=True)
class Table:
    kind: str
    month: int
    rows: list[Place]
    places: int
    all: Place

    @property
    def beside(self) -> str:
        return f"{self.places} 个{self.kind}"


def by_place(scope: Scope, *, on: date) -> Table | None:
    """The places right below one's own, the most overdue first.

    应访: due by the end of the month, or visited in it. 已访: a visit that counts in it.
    """
    own = next(iter(scope.paths(Power.VISITS_READ)), "")
    level = BELOW.get(len(own))
    if level is None:
        return None
    first, following = month_bounds(on)
    visited = Q(last_reset_on__gte=first, last_reset_on__lt=following)
    plans = Plan.objects.within(scope, Power.VISITS_READ).annotate(place=Substr("path", 1, level)).order_by()
    rows = plans.values("place").annotate(
        due=Count("pk", filter=Q(due_on__lt=following) | visited),
        done=Count("pk", filter=visited),
        late=Count("pk", filter=Q(due_on__lt=on)),
        oldest=Min("due_on"),
    )
    counted = sorted(rows, key=lambda row: (-row["late"], row["place"]))
    if not counted:
        return None
    seen = seen_in_person(scope, level, on=on)
    shown, name = counted[:FEW_PLACES], Names(row["place"] for row in counted)
    who = commissioners(row["place"] for row in shown) if level == 12 else {}
    places = [
        Place(
            code=row["place"],
            name=name(row["place"], on),
            commissioner=who.get(row["place"], "空缺" if level == 12 else ""),
            due=row["due"],
            done=row["done"],
            overdue=row["late"],
            oldest=max(0, (on - row["oldest"]).days),
            seen=percent(*seen.get(row["place"], (0, 0))),
        )
        for row in shown
    ]
    whole = Place(
        code=own,
        name=f"全部 {len(counted)} 个{KINDS[level]}",
        commissioner="",
        due=sum(row["due"] for row in counted),
        done=sum(row["done"] for row in counted),
        overdue=sum(row["late"] for row in counted),
        oldest=max(0, *[(on - row["oldest"]).days for row in counted]),
        seen=percent(sum(one for one, _ in seen.values()), sum(of for _, of in seen.values())),
    )
    return Table(KINDS[level], on.month, places, len(counted), whole)


def seen_in_person(scope: Scope, level: int, *, on: date) -> dict[str, tuple[int, int]]:
    """By place: people seen in person this month, of those who were to be met, as the measure counts them (M6)."""
    visits = Visit.objects.within(scope, Power.VISITS_READ)
    met = meetings(on).filter(visit__in=visits).annotate(place=Substr("visit__path", 1, level)).order_by()
    rows = met.values("place").annotate(seen=Count("pk", filter=Q(how=How.SELF)), of=Count("pk"))
    return {row["place"]: (row["seen"], row["of"]) for row in rows}


def percent(part: int, of: int) -> int | None:
    return round(100 * part / of) if of else None


def commissioners(places: Iterable[str]) -> dict[str, str]:
    """Who holds the commissioner's post of each village now."""
    held = Post.objects.held_at(timezone.now()).filter(path__in=[*places], role=Role.COMMISSIONER)
    return dict(held.order_by("-since_at", "-pk").values_list("path", "user__name"))


@dataclass(frozen=True, slots=True)
class Silent:
    """Someone out of touch: how long, the last that is known, and whose task it is."""

    person: Person
    shown: str
    village: str
    days: int | None  # none: never reached
    last: str
    commissioner: str


@dataclass(frozen=True, slots=True)
class OutOfTouch:
    days: int
    count: int
    rows: list[Silent]


def out_of_touch(scope: Scope, *, on: date) -> OutOfTouch:
    """The living whom nobody has reached for more than `contact.silent_days`, the longest first.

    Counted as the measure counts them (`measures.silent`); who never was reached comes last.
    """
    own = next(iter(scope.paths(Power.VISITS_READ)), "")
    days: int = parameter("contact.silent_days", own, on=on).value
    reached = Standing.objects.within(scope, Power.VISITS_READ).filter(person__state=State.LIVING)
    out = reached.filter(silent(on))
    count = out.count()
    rows = [*out.select_related("person").order_by(F("last_contact_on").asc(nulls_last=True), "pk")[:FEW_PEOPLE]]
    codes = {row.path for row in rows}
    name, who = Names(codes), commissioners(codes)
    last = {
        household: words(visit, on) for household, visit in latest([row.person.household_id for row in rows]).items()
    }
    found = [
        Silent(
            person=row.person,
            shown=row.person.shown(clear=scope.covers(row.path, Power.REGISTRY_CONTACT)),
            village=name(row.path, on),
            days=(on - row.last_contact_on).days if row.last_contact_on else None,
            last=last.get(row.person.household_id, "没有走访过"),
            commissioner=who.get(row.path, "空缺"),
        )
        for row in rows
    ]
    return OutOfTouch(days, count, found)


def latest(households: Iterable[UUID]) -> dict[UUID, Visit]:
    visits = Visit.objects.counted().filter(household__in=[*households])
    return {visit.household_id: visit for visit in visits.order_by("visited_on", "received_at")}


def words(visit: Visit, on: date) -> str:
    why = f"，{visit.get_not_met_because_display()}" if visit.not_met_because else ""
    return f"{short_day(visit.visited_on, on)}，{visit.get_manner_display()}{why}"
