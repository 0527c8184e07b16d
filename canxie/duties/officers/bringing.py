"""A list of office-holders from a file: what its rows become, how they are written at once, how they are taken back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.officers.choices import POSITION, SOURCE, Position, TermState
from canxie.duties.officers.models import OfficerImport, OfficeTerm, Participant
from canxie.duties.officers.reading import midnight
from canxie.duties.officers.rules import Span
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.lists import Kind, Line, Overtaken, Taken
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.naming import named
from canxie.kernel import cells, names
from canxie.kernel.refusal import Refused

SEATS: dict[str, tuple[Position, bool]] = {
    **{title: (Position(key), False) for key, title in POSITION.items()},
    **{f"残协{title}": (Position(key), False) for key, title in POSITION.items()},
    **dict.fromkeys(["专职委员", "专委", "委员（专职）", "委员(专职)"], (Position.MEMBER, True)),
}
CLASSES = {
    **{label: key for key, label in SOURCE.items()},
    **{label.partition("（")[0]: key for key, label in SOURCE.items()},
    **dict.fromkeys(["残疾人亲属", "亲友", "残疾人家属", "家属"], "relative_friend"),
    **dict.fromkeys(["两委", "两委成员", "村两委", "村“两委”成员", "村干部", "村委"], "two_committee_member"),
    **dict.fromkeys(["组长", "村民小组长", "居民小组长"], "villager_group_leader"),
    **dict.fromkeys(["致富能手", "产业带头人"], "local_entrepreneur"),
}


class Places:
    """The associations of a place by the names of their villages and by their own, and who sits in them."""

    def __init__(self, place: str, on: date) -> None:
        rows = Coverage.objects.on(on).filter(path__startswith=place).select_related("association")
        covered = [*rows.order_by("path", "id")]
        name = Names(row.path for row in covered)
        self.found = defaultdict[str, list[tuple[str, Association]]](list)
        self.villages = defaultdict[UUID, list[str]](list)
        for row in covered:
            self.found[name(row.path, on)].append((row.path, row.association))
            self.villages[row.association.pk].append(row.path)
        for association in {row.association.pk: row.association for row in covered}.values():
            if association.name not in self.found:
                self.found[association.name].append((association.path, association))
        self.on, moment = on, midnight(on)
        people = Participant.objects.taking_part().filter(path__startswith=place).order_by("id")
        self.people = defaultdict[tuple[str, str], list[Participant]](list)
        for who in people:
            self.people[who.path, who.name].append(who)
        terms = OfficeTerm.objects.not_over_at(moment).filter(association__in=[*self.villages])
        self.terms = [*terms.select_related("participant").order_by("since_at", "id")]

    def known(self, association: Association, called: str) -> list[Participant]:
        return [who for path in self.villages[association.pk] for who in self.people.get((path, called), [])]


def judge(by: Scope, place: str, on: date) -> Callable[[Sequence[Line]], None]:
    """Say of each row who it seats where; what cannot be is refused at its cell."""
    places, seen = Places(place, on), dict[tuple[UUID, str], str]()

    def look(lines: Sequence[Line]) -> None:
        for line in lines:
            one(line, places, seen)

    return look


def one(line: Line, places: Places, seen: dict[tuple[UUID, str], str]) -> None:
    said = line.said
    name = read(line, "name", names.kept) or ""
    if not name:
        line.refuse("name", "没有姓名。")
    found = places.found.get(cells.text(said.get("village", "")), [])
    if len(found) != 1:
        why = "有几个同名的村，写残协的名称" if found else "这里没有叫这个名字、又有残协的村"
        line.refuse("village", f"“{said.get('village', '')}”：{why}。")
        return
    path, association = found[0]
    line.place = path
    position, commissioner = SEATS.get(cells.narrow(cells.text(said.get("position", ""))), (None, False))
    position, commissioner = SEATS.get(cells.text(said.get("position", "")), (position, commissioner))
    if position is None:
        line.refuse("position", f"职务“{said.get('position', '')}”看不懂。写主席、副主席、委员或专职委员。")
        return
    commissioner = commissioner or bool(read(line, "commissioner", lambda text: cells.yes_or_no(text, "专职委员")))
    if commissioner and position != Position.MEMBER:
        line.refuse("commissioner", "专职委员要是委员，职务写委员。")
    since = read(line, "since", lambda text: cells.day(text, "任职起"))
    until = read(line, "until", lambda text: cells.day(text, "任期止"))
    if since is None:
        since = association.active_since or places.on
        line.warn("since", f"没有写任职起，按残协运行那天 {since.isoformat()} 算。")
    if until and until <= since:
        line.refuse("until", "任期止要晚于任职起。")
    if until and until <= places.on:
        line.refuse("until", "这个任期已经满了，只导入还在任的。")
    line.values = {
        "association": str(association.pk),
        "name": name,
        "path": path,
        "position": position.value,
        "commissioner": commissioner,
        "classes": classes(line),
        "about": cells.text(said.get("about", ""))[:60],
        "since": since.isoformat(),
        "until": until.isoformat() if until else "",
        "basis": cells.text(said.get("basis", ""))[:200],
    }
    beside(line, places, seen, association)


def beside(line: Line, places: Places, seen: dict[tuple[UUID, str], str], association: Association) -> None:
    """Hold a row against who sits there already, and against the rows above it."""
    name, position = line.values["name"], line.values["position"]
    people = places.known(association, name)
    if len(people) > 1:
        line.refuse("name", f"参与人员里有 {len(people)} 位{name}，在页面上一个一个提名。")
    span = span_of(line.values)
    for term in places.terms:
        if term.association_id == association.pk and Span(term.since_at, term.until_at).overlaps(span):
            meet(line, term)
    for key in (name, *(["主席"] if position == Position.CHAIR else [])):
        if cell := seen.get((association.pk, key)):
            line.refuse(
                "position", f"和 {cell} 重了：{'主席只有一名' if key == '主席' else '一个人同时只任一个职务'}。"
            )
        seen.setdefault((association.pk, key), line.cell("name"))


def meet(line: Line, term: OfficeTerm) -> None:
    """Say what a term that runs at the same time makes of a row."""
    name, position = line.values["name"], line.values["position"]
    if term.participant.name == name and term.position == position:
        line.kind = Kind.SAME
    elif term.participant.name == name:
        line.refuse("position", f"{name}已经是{term.title}，一个人同时只任一个职务。")
    elif position == Position.CHAIR and term.position == Position.CHAIR and term.ending_at is None:
        line.refuse("position", f"主席现在是{term.participant}，先给{term.participant}办离任。")


def read(line: Line, key: str, cleaner: Callable[[str], Any]) -> Any:
    """Read one cell, or say at it what cannot be understood."""
    try:
        return cleaner(line.said[key]) if key in line.said else None
    except Refused as refused:
        line.refuse(key, refused.sentence)
        return None


def classes(line: Line) -> list[str]:
    """Read from which of the ten classes somebody comes; several may stand in one cell."""
    said = line.said.get("classes", "")
    for mark in "、，,；;/ ":
        said = said.replace(mark, "\n")
    found = []
    for word in filter(None, map(cells.text, said.split("\n"))):
        if word in CLASSES:
            found.append(CLASSES[word])
        else:
            line.warn("classes", f"来源“{word}”不是十类人里的，先空着。")
    return [*dict.fromkeys(found)]


def span_of(values: Mapping[str, Any]) -> Span:
    until = midnight(date.fromisoformat(values["until"])) if values["until"] else None
    return Span(midnight(date.fromisoformat(values["since"])), until)


@action("officers.bring")
def bring(*, by: Scope, rows: Sequence[Taken], on: date) -> OfficerImport:
    """Propose everybody of a list at once. Raises Overtaken when a seat or a person is taken meanwhile."""
    keys = {UUID(row.values["association"]) for row in rows}
    held = {one.pk: one for one in Association.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    for association in held.values():
        by.must_cover(association.path, Power.ASSOCIATIONS_FILE)
    place = common([one.path for one in held.values()] or [*by.paths(Power.ASSOCIATIONS_FILE)])
    brought = OfficerImport.objects.create(path=place, by_id=by.user_id, rows=len(rows))
    people = dict[int, Participant]()
    known = Places(place, on)
    for number, row in enumerate(rows):
        there = known.known(held[UUID(row.values["association"])], row.values["name"])
        people[number] = there[0] if there else newcomer(row.values, brought)
    Participant.objects.bulk_create(who for who in people.values() if who.brought_by_id == brought.pk)
    terms = [term(row.values, people[number], held, by, brought) for number, row in enumerate(rows)]
    must_be_free(terms, Places(place, on).terms)
    OfficeTerm.objects.bulk_create(terms)
    note(by, "officers.bring", brought, place=place, rows=len(terms))
    return brought


def common(paths: Iterable[str]) -> str:
    """Give the place that all of them lie in.

    >>> common(["379900001001", "379900002003"]), common(["379900001001"])
    ('379900', '379900001001')
    """
    lengths = (12, 9, 6, 4, 2)
    paths = [*paths]
    return next((paths[0][:size] for size in lengths if len({path[:size] for path in paths}) == 1), "")


def newcomer(values: Mapping[str, Any], brought: OfficerImport) -> Participant:
    return Participant(
        path=values["path"],
        place=values["path"],
        home=values["path"],
        name=values["name"],
        name_sort=named(values["name"])["name_sort"],
        classes=values["classes"],
        about=values["about"],
        joined_on=date.fromisoformat(values["since"]),
        brought_by=brought,
    )


def term(
    values: Mapping[str, Any],
    who: Participant,
    held: Mapping[UUID, Association],
    by: Scope,
    brought: OfficerImport,
) -> OfficeTerm:
    association, span = held[UUID(values["association"])], span_of(values)
    return OfficeTerm(
        association=association,
        participant=who,
        path=association.path,
        place=association.path,
        position=values["position"],
        commissioner=values["commissioner"],
        since_at=span.since,
        until_at=span.until,
        basis=values["basis"],
        source_class=next(iter(values["classes"] or who.classes), ""),
        state=TermState.PROPOSED.value,
        proposed_by_id=by.user_id or None,
        brought_by=brought,
    )


def must_be_free(terms: Sequence[OfficeTerm], kept: Sequence[OfficeTerm]) -> None:
    """Hold every new term against what is kept now and against the others. Raises Overtaken."""
    taken = defaultdict[tuple[object, str], list[Span]](list)
    for one in (*kept, *terms):
        span = Span(one.since_at, one.ending_at or one.until_at)
        who = ("user", str(one.participant.user_id)) if one.participant.user_id else ("who", str(one.participant_id))
        chair = [(one.association_id, "chair")] if one.position == Position.CHAIR else []
        for key in [who, *chair]:
            if any(span.overlaps(other) for other in taken[key]):
                raise Overtaken
            taken[key].append(span)


@action("officers.undo")
def undo(*, by: Scope, brought: OfficerImport, at: datetime) -> None:
    """Take a whole list back. Raises ValidationError when something has been built on it."""
    brought = OfficerImport.objects.select_for_update().get(pk=brought.pk)
    by.must_cover(brought.path, Power.ASSOCIATIONS_FILE)
    if brought.undone_at:
        raise ValidationError("这份名单已经撤回了。")
    people = [*brought.participants.order_by("pk").values_list("pk", flat=True)]
    others = OfficeTerm.objects.filter(participant__in=people).exclude(brought_by=brought)
    touched = brought.participants.filter(
        Q(contributions__isnull=False) | Q(user__isnull=False) | Q(person__isnull=False) | Q(relative_of__isnull=False)
    )
    filed = brought.terms.filed().count()
    if filed or others.exists() or touched.exists():
        what = f"{filed} 个任期已经备案" if filed else "名单里的人后来又有了别的记录"
        raise ValidationError(f"不能整份撤回：{what}。一个一个改。")
    brought.terms.all().delete()
    brought.participants.all().delete()
    brought.undone_at = at
    brought.save(update_fields=["undone_at"])
    note(by, "officers.undo", brought, place=brought.path, rows=brought.rows)
