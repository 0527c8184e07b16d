"""What a township does with its people and means. Each action is one transaction with its trail."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from canxie.duties.townships.models import Cover, Resource, Vacancy
from canxie.duties.townships.reading import villages
from canxie.duties.townships.rules import step_of
from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import by_path, parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts import actions as accounts
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions import neighbours
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.kernel.words import month_day

ENDED_WITH_OWN_POST = "本村的任职结束了"


@action("townships.resource.add")
def add_resource(*, by: Scope, path: str, **values: Any) -> Resource:
    """Write down something the township has, at the township itself or at one of its villages."""
    by.must_cover(path, Power.TOWNSHIPS_CHANGE)
    made = Resource.objects.create(path=path, place=path, **values)
    note(by, "townships.resource.add", made, place=path, kind=made.kind, name=made.name)
    return made


@action("townships.resource.change")
def change_resource(*, by: Scope, resource: Resource, path: str, **values: Any) -> Resource:
    """Write what differs. To end it is to set its last day."""
    kept = Resource.objects.select_for_update().get(pk=resource.pk)
    by.must_cover(kept.path, Power.TOWNSHIPS_CHANGE)
    by.must_cover(path, Power.TOWNSHIPS_CHANGE)
    said = {"path": path} | values
    pairs = {name: [getattr(kept, name), value] for name, value in said.items() if getattr(kept, name) != value}
    for name, (_, value) in pairs.items():
        setattr(kept, name, value)
    kept.save(update_fields=[*pairs])
    note(by, "townships.resource.change", kept, place=kept.path, **pairs)
    return kept


@action("townships.neighbours")
def declare_neighbours(*, by: Scope, village: str, others: Collection[str]) -> None:
    """Say which villages of the township lie beside one: a row from each side, what is left out is taken back."""
    by.must_cover(village, Power.TOWNSHIPS_CHANGE)
    for other in others:
        by.must_cover(other, Power.TOWNSHIPS_CHANGE)
    division = Division.objects.select_for_update().get(code=village, valid_to=None)
    town = village[: Level.TOWNSHIP]
    neighbours.say_all(village, others, town, by=by.user_id, on=timezone.localdate())
    note(by, "townships.neighbours", division, place=village, others=sorted(others))


@action("townships.cover")
def cover(*, by: Scope, user: User, village: str, since: date, last: date, basis: str, now: datetime) -> Cover:
    """Let the commissioner of a neighbouring village look after a vacant one, from a day to a last day.

    From today means from this second. Raises ValidationError, with one sentence, for whatever
    `accounts.actions.cover` refuses, for a time longer than the county allows, and for whoever
    works in no village of their own for all of it.
    """
    by.must_cover(village[: Level.TOWNSHIP], Power.TOWNSHIPS_CHANGE)
    begins = now if since == timezone.localdate(now) else midnight(since)
    ends = midnight(last + timedelta(1))
    most: int = parameter("vacancy.cover_days", village, on=since).value
    if (last - since).days >= most:
        raise ValidationError(f"代管一次最长 {most} 天，最晚到{month_day(since + timedelta(most - 1))}。")
    own = [one for one in own_posts(user.pk, village[: Level.TOWNSHIP], at=begins) if one.path != village]
    if not own:
        raise ValidationError("代管的人要是本乡镇（街道）别的村的专职委员。")
    over = max((one.until_at for one in own if one.until_at), default=None)
    if all(one.until_at for one in own) and over and over < ends:
        day = timezone.localdate(over - timedelta(seconds=1))
        raise ValidationError(f"{user}在本村任职到{month_day(day)}，代管最晚到那天。")
    appointment = accounts.cover(by=by, user=user, village=village, since=begins, until=ends, basis=basis)
    made = Cover.objects.create(appointment=appointment, path=village, place=village, home=own[0].path)
    note(by, "townships.cover", made, place=village, user=user.pk, home=made.home, since=begins, until=ends)
    return made


def own_posts(user: int, township: str, *, at: datetime) -> list[Post]:
    """The commissioner's posts of somebody in a township that are no covers."""
    held = Post.objects.held_at(at).filter(user=user, role=Role.COMMISSIONER, path__startswith=township)
    covers = Cover.objects.filter(appointment__user=user).values_list("appointment_id", flat=True)
    sources = {accounts.named(Appointment(pk=key)) for key in covers}
    return [post for post in held.order_by("since_at", "id") if post.source not in sources]


@action("townships.end_cover")
def end_cover(*, by: Scope, cover: Cover, at: datetime, reason: str) -> None:
    """End a cover, to the second. A county's own appointments are not a township's to end. Raises ValidationError."""
    kept = Cover.objects.select_for_update().select_related("appointment").get(pk=cover.pk)
    by.must_cover(kept.path[: Level.TOWNSHIP], Power.TOWNSHIPS_CHANGE)
    end_of(by, kept, at, reason)


def end_of(by: Scope, cover: Cover, at: datetime, reason: str) -> None:
    """End a cover inside an action. Whoever calls has asked for the power, or follows what ended the own post."""
    ended, before = accounts.ended(by=by, appointment=cover.appointment, at=at, reason=reason)
    note(by, "townships.end_cover", cover, place=cover.path, until=[before, ended.until_at], reason=reason)


@action("townships.reckon")
def reckon(*, by: Scope, at: datetime) -> Mapping[str, int]:
    """Bring the memory of vacancies up to what posts say, everywhere, and let each climb as far as it is due.

    Returns how many began, ended and climbed.
    """
    counts = remember(at)
    note(by, "townships.reckon", Vacancy(), place="", **counts)
    return counts


def remember(at: datetime) -> Mapping[str, int]:
    """Write what posts say of vacancies at a moment. Call it inside an action."""
    today = timezone.localdate(at)
    counties = Division.objects.valid_on(today).filter(level=Level.COUNTY).order_by("code")
    vacant = {
        village.code: village
        for county in counties.values_list("code", flat=True)
        for village in villages(county, at=at)
        if village.vacant
    }
    open_ = {one.path: one for one in Vacancy.objects.filter(ended_at=None).order_by("path")}
    over = [path for path in open_ if path not in vacant or open_[path].began_at != vacant[path].left_at]
    Vacancy.objects.filter(pk__in=[open_[path].pk for path in over]).update(ended_at=at)
    steps, new, climbed = by_path("vacancy.escalate_days", vacant, on=today), [], []
    for path, village in vacant.items():
        row = open_[path] if path in open_ and path not in over else None
        step = step_of(village.days_vacant(at), steps[path].value)
        if row is None:
            stepped = today if step else None
            new.append(Vacancy(path=path, place=path, began_at=village.left_at, step=step, stepped_on=stepped))
        elif row.step != step:
            row.step, row.stepped_on = step, today
            climbed.append(row)
    Vacancy.objects.bulk_create(new)
    Vacancy.objects.bulk_update(climbed, ["step", "stepped_on"])
    return {"began": len(new), "ended": len(over), "climbed": len(climbed)}


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
