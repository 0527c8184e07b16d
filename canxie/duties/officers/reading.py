"""What pages and other rooms ask: who sits where on a day, what the seats lack, what is vacant since when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.published import villages_spoken_for
from canxie.duties.associations.reading import villages_or_proposed
from canxie.duties.officers.choices import POSITION, Position
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.rules import Asked, Bounds, Found, Seat, Span, composition, pool, vacant_since
from canxie.engine.parameters.reading import Value, all_settled, nearest, parameter
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.registry.choices import Category, State
from canxie.ground.registry.models import Person

FIGURES = (
    "assoc.chair",
    "assoc.vice_chair.least",
    "assoc.vice_chair.most",
    "assoc.member.least",
    "assoc.member.most",
    "assoc.commissioner_min",
)
COMMISSIONER = "commissioner"


def midnight(day: date) -> datetime:
    """Give the moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def terms_on(association: Association, day: date) -> list[OfficeTerm]:
    """List the terms in force as a day begins: the chair first, of each seat the longest in office."""
    return in_order(association.terms.held_at(midnight(day)).select_related("participant", "participant__user"))


def in_order(terms: Iterable[OfficeTerm]) -> list[OfficeTerm]:
    rank = [*POSITION]
    return sorted(
        terms,
        key=lambda term: (rank.index(term.position), not term.commissioner, term.since_at, term.participant.name_sort),
    )


def commissioners_of(path: str, on: date) -> list[OfficeTerm]:
    """List the commissioners of the association that covers a village, by their terms in force that day."""
    covering = Coverage.objects.on(on).filter(path=path).values("association")
    held = OfficeTerm.objects.held_at(midnight(on)).filter(association__in=covering, commissioner=True)
    return [*held.select_related("participant").order_by("since_at", "id")]


class Figures(NamedTuple):
    """The figures of a place, and the one that says whose they are."""

    asked: Asked
    said: Value


def figures(path: str, on: date) -> Figures:
    """Read what a place asks of the seats of an association."""
    read = {key: parameter(key, path, on=on) for key in (*FIGURES, "assoc.vice_chair.classes")}
    told = max(read.values(), key=lambda value: (value.since or date.min, value.version))
    voice, classes = (parameter(key, path, on=on).value for key in ("assoc.voice_from", "participant.classes_least"))
    asked = Asked(
        bounds=bounds_from({key: value.value for key, value in read.items()}),
        commissioners=read["assoc.commissioner_min"].value,
        vice_chair_classes=frozenset(read["assoc.vice_chair.classes"].value),
        voice_from=voice,
        classes=classes,
    )
    return Figures(asked, told)


def bounds_from(values: Mapping[str, int]) -> dict[Position, Bounds]:
    chairs = values["assoc.chair"]
    return {
        Position.CHAIR: Bounds(chairs, chairs),
        Position.VICE_CHAIR: Bounds(values["assoc.vice_chair.least"], values["assoc.vice_chair.most"]),
        Position.MEMBER: Bounds(values["assoc.member.least"], values["assoc.member.most"]),
    }


def villages(association: Association, on: date) -> dict[str, str]:
    """Give the villages of an association, proposed ones while none is in force: code → name, the host first."""
    paths = [row.path for row in villages_or_proposed(association, on)]
    name = Names(paths)
    return {path: name(path, on) for path in paths}


def staying(association: Association) -> list[OfficeTerm]:
    """List the terms as they will be once everything that is proposed is filed: those that end drop out."""
    now = timezone.now()
    terms = association.terms.not_over_at(now).filter(ending_at=None)
    return in_order(terms.select_related("participant__person", "participant__relative_of", "participant__user"))


def seat(term: OfficeTerm) -> Seat:
    return seat_of(term.participant, Position(term.position), commissioner=term.commissioner)


def seat_of(who: Participant, position: Position, *, commissioner: bool) -> Seat:
    """Take what the rules want to know of somebody in a seat."""
    linked = [one for one in (who.person, who.relative_of) if one and one.category]
    return Seat(
        name=who.name,
        position=position,
        commissioner=commissioner,
        classes=frozenset(who.classes),
        home=who.home,
        gone=gone(who),
        speaks_for=frozenset(one.category for one in linked),
    )


def gone(who: Participant) -> str:
    """Say that the register has somebody dead or moved away; nothing is said of who was only written off."""
    state = who.person.state if who.person else ""
    return State(state).label if state in {State.DECEASED, State.MOVED_AWAY} else ""


def findings_of(association: Association, seats: Sequence[Seat], on: date) -> list[Found]:
    """Hold seats against the clause: those that are there, or those that somebody is just putting together."""
    covered = villages(association, on)
    living = Person.objects.living().filter(path__in=covered).exclude(category__in=["", Category.MULTIPLE])
    counts = dict(living.order_by().values_list("category").annotate(of=Count("pk")))
    asked = figures(association.path, on).asked
    spoken_for = villages_spoken_for(association, on) if len(covered) > 1 else ()
    found = composition(seats, asked, covered, counts, dict(Category.choices), spoken_for)
    taking_part = Participant.objects.filter(path__in=covered).taking_part().order_by("id")
    return [*found, pool(taking_part.values_list("classes", flat=True), asked)]


def pool_of(association: Association, on: date) -> list[Participant]:
    """List whoever takes part in the villages of an association, by name."""
    rows = Participant.objects.filter(path__in=villages(association, on)).taking_part()
    return [*rows.select_related("user", "person", "relative_of").order_by("name_sort", "id")]


def candidates(association: Association, on: date) -> list[Participant]:
    """List those of the pool who sit in no seat and are proposed for none."""
    seated = {term.participant_id for term in staying(association)}
    return [who for who in pool_of(association, on) if who.pk not in seated and not gone(who)]


class Vacancy(NamedTuple):
    """Seats of one kind that too few sit in: chair, vice chair, member or commissioner; and since when."""

    association: Association
    what: str
    missing: int
    since: datetime
    days: int

    @property
    def label(self) -> str:
        return "专职委员" if self.what == COMMISSIONER else POSITION[self.what]


def vacancies(paths: Iterable[str], on: datetime) -> list[Vacancy]:
    """List what is vacant in the running associations whose host lies within some paths, the longest first.

    Two queries for the terms of a county and one for its figures, however many associations there are.
    """
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(path__startswith=path)
    day = timezone.localdate(on)
    running = [*Association.objects.active_on(day).filter(reach).order_by("path", "id")]
    terms = defaultdict[object, list[OfficeTerm]](list)
    for term in OfficeTerm.objects.filed().filter(association__in=[one.pk for one in running]).order_by("id"):
        terms[term.association_id].append(term)
    settled = all_settled(FIGURES, on=day)
    found = [
        vacancy
        for one in running
        for vacancy in vacancies_of(
            one, terms[one.pk], {key: nearest(settled[key], one.path).value for key in FIGURES}, on
        )
    ]
    return sorted(found, key=lambda one: (-one.days, one.association.path, one.what))


def vacancies_in(association: Association, on: datetime) -> list[Vacancy]:
    """List what is vacant in one association; in one that does not run yet nothing is."""
    if association.active_since is None or association.ended_on is not None:
        return []
    values = {key: parameter(key, association.path, on=timezone.localdate(on)).value for key in FIGURES}
    return [*vacancies_of(association, [*association.terms.filed().order_by("id")], values, on)]


def vacancies_of(
    association: Association, terms: Sequence[OfficeTerm], values: Mapping[str, int], on: datetime
) -> Iterable[Vacancy]:
    """Yield what is vacant in one association: its filed terms and the figures of its place are given."""
    begins = midnight(association.active_since) if association.active_since else on
    least = {position.value: bounds.least for position, bounds in bounds_from(values).items()}
    spans = {what: [Span(one.since_at, one.until_at) for one in terms if one.position == what] for what in least}
    least[COMMISSIONER] = values["assoc.commissioner_min"]
    spans[COMMISSIONER] = [Span(one.since_at, one.until_at) for one in terms if one.commissioner]
    for what, wanted in least.items():
        if since := vacant_since(spans[what], wanted, begins, on):
            missing = wanted - sum(span.holds(on) for span in spans[what])
            days = (timezone.localdate(on) - timezone.localdate(since)).days
            yield Vacancy(association, what, missing, since, days)


def elsewhere_covered(found: Sequence[Vacancy], at: datetime) -> list[Vacancy]:
    """Leave those seats of commissioners out of which nobody does the work, now."""
    hosts = {one.association.path for one in found if one.what == COMMISSIONER}
    held = Post.objects.held_at(at).filter(role=Role.COMMISSIONER, path__in=hosts).order_by()
    worked_in = {*held.values_list("path", flat=True)}
    return [one for one in found if one.what != COMMISSIONER or one.association.path in worked_in]
