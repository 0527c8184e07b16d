"""What can be done with matters of any kind. Each action is one transaction with its trail."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.files.content import Content
from canxie.engine.prepared import Prepared
from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.actions import held
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.walls import pass_wall
from canxie.mechanisms.matters import clocks, evidence, flow
from canxie.mechanisms.matters.kinds import Kind, Move, What, kinds
from canxie.mechanisms.matters.models import Hop, Matter, Step
from canxie.mechanisms.matters.offices import Office, above, first_owner, offices_for
from canxie.mechanisms.matters.refusals import Incomplete, NothingDue, Overtaken
from canxie.mechanisms.matters.titles import title_of

NO_CONSENT = "照片要本人同意才能存，请先问一句。"
ENDINGS = {"accept": Hop.Ending.ACCEPTED, "return": Hop.Ending.RETURNED}


STORED = Prepared(lambda key: Matter.objects.filter(pk=key).order_by("pk").values_list("household"))


class Opening(NamedTuple):
    """What a new matter says. `words` are the person's own; whoever sends it makes the id."""

    id: UUID
    words: str
    category: str
    owner: Office
    urgent: bool = False
    source: str = ""
    source_id: UUID | None = None
    found_by: str = "asked"


class Said(NamedTuple):
    """What somebody says with a move. A photo wants the person's consent; it becomes the `evidence_file`."""

    text: str = ""
    evidence: str = ""
    confirmation: str = ""
    why: str = ""
    on: date | None = None
    photo: Content | None = None
    consent: bool = False
    evidence_file: UUID | None = None


@action("matters.open")
def open_matter(
    *, by: Scope, kind: str, household: Household, person: Person | None, opening: Opening, at: datetime
) -> Matter:
    """Store a matter, or return it unchanged when this id has been stored before.

    The household is held, so that a change of villages either waits or has already moved
    it. To name the office above as owner is to send the matter there: the village keeps it
    until somebody there accepts. An id already used for another household fails.

    Raises:
        Incomplete: when the words are missing, or the category is none of the kind's.
    """
    household = held(household)
    by.must_cover(household.path, kinds[kind].opens)
    if STORED(opening.id) == [(household.pk,)]:
        known = Matter.objects.get(pk=opening.id)
        note(by, f"{kind}.open.repeated", known, place=known.path)
        return known
    matter = drawn_up(kind, household.path, opening, by=by, at=at)
    matter.household, matter.person = household, person
    settle_first_owner(matter, by, opening.owner, at)
    note(
        by, f"{kind}.open", matter, place=matter.path, state=matter.state, owner=matter.owner_id, sent_to=matter.sent_to
    )
    return matter


@action("matters.open_at")
def open_at(*, by: Scope, kind: str, path: str, opening: Opening, at: datetime, close_on: date | None = None) -> Matter:
    """Store a matter of a village itself, which is about no household, or return it unchanged.

    Whoever calls holds the village, so that it does not move meanwhile. `close_on` is the last
    day for it where that was agreed; else the kind's clock says.

    Raises:
        Incomplete: when the words are missing, or the category is none of the kind's.
    """
    by.must_cover(path, kinds[kind].opens)
    if known := Matter.objects.filter(pk=opening.id, kind=kind, path=path).first():
        note(by, f"{kind}.open.repeated", known, place=path)
        return known
    matter = drawn_up(kind, path, opening, by=by, at=at)
    settle_first_owner(matter, by, opening.owner, at, close_on=close_on)
    note(by, f"{kind}.open", matter, place=path, state=matter.state, owner=matter.owner_id, close_on=close_on)
    return matter


def drawn_up(kind: str, path: str, opening: Opening, *, by: Scope, at: datetime) -> Matter:
    check_opening(kinds[kind], opening)
    return Matter(
        id=opening.id,
        kind=kind,
        path=path,
        place=path,
        title=title_of(opening.words),
        words=opening.words.strip(),
        category=opening.category,
        category_class=kinds[kind].categories[opening.category].category_class,
        urgent=opening.urgent,
        source=opening.source,
        source_id=opening.source_id,
        found_by=opening.found_by,
        opened_at=at,
        opened_by_id=by.user_id,
    )


def settle_first_owner(
    matter: Matter, by: Scope, wanted: Office, at: datetime, *, close_on: date | None = None
) -> None:
    """Give the new matter to the office that was asked for, or send it there from the village.

    An office that is neither, since the village has got another code meanwhile, is not asked. A
    kind whose matters go to no office above stays with the one it was given to.
    """
    sends = any(move.hop == "send" for move in matter.rules.moves.values())
    keeper = wanted if wanted.path == matter.path or not sends else first_owner(offices_for(matter.path, at))
    matter.owner_id = matter.first_owner_id = keeper.user_id
    matter.owner_path = keeper.path
    flow.begin(matter, matter.rules.first, at)
    if close_on:
        matter.close_due = clocks.end_of(close_on)
        flow.enter(matter, matter.state, at)
    matter.save(force_insert=True)
    if sends and keeper.path != wanted.path and matter.path.startswith(wanted.path):
        reason = "登记时就转给上级。"
        flow.send(matter, from_path=keeper.path, to_path=wanted.path, reason=reason, by_system=False, at=at)
        matter.save()
    write_step(matter, "open", Said(), by=by, before="", at=at)


def check_opening(rules: Kind, opening: Opening) -> None:
    missing = {}
    if not opening.words.strip():
        missing["words"] = f"请写下{rules.words}。"
    if opening.category not in rules.categories:
        missing["category"] = "请选是哪一类。"
    if missing:
        raise Incomplete(missing)


@action("matters.move")
def move(*, by: Scope, matter: Matter, key: str, said: Said, seen: int, at: datetime) -> Matter:
    """Move a matter as its kind allows. `seen` is the version that the page showed.

    Raises:
        Overtaken: when it has been moved since; of two at once, one is told.
        NotNow: when the move does not start where the matter stands.
        NotYours: when another office has to make it.
        Incomplete: when what the move asks for is missing.
    """
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    chosen = matter.rules.moves[key]
    by.must_cover(matter.path, matter.rules.power_of(chosen))
    if matter.version != seen:
        raise Overtaken(told_by(matter))
    flow.check(by, matter, chosen)
    check_said(chosen, said)
    said = said._replace(evidence_file=evidence.kept(by, matter, said.photo))
    before = matter.state
    if chosen.hop == "send":
        here = matter.owner_path
        flow.send(matter, from_path=here, to_path=above(here), reason=said.text, by_system=False, at=at)
    elif chosen.to:
        arrive(matter, chosen, said, by=by, at=at)
    write_step(matter, key, said, by=by, before=before, at=at)
    note(by, f"{matter.kind}.{key}", matter, place=matter.path, state=[before, matter.state], owner=matter.owner_id)
    return matter


def arrive(matter: Matter, chosen: Move, said: Said, *, by: Scope, at: datetime) -> None:
    """Put the matter where the move leads. Whoever moves it on has ended the way it was on."""
    state = flow.landing(matter, chosen)
    flow.end_hop(matter, ENDINGS.get(chosen.hop, Hop.Ending.SETTLED), by=by, at=at)
    take(matter, chosen, said, at)
    (flow.begin if chosen.starts_again else flow.enter)(matter, state, at)
    matter.reopened += chosen.starts_again


def take(matter: Matter, chosen: Move, said: Said, at: datetime) -> None:
    """Keep on the matter what was said; what a move undoes is kept by its steps alone."""
    asked = chosen.asked()
    if chosen.answers and matter.answered_at is None:
        matter.answered_at = at
    if "evidence" in asked:
        matter.evidence, matter.evidence_file = said.evidence, said.evidence_file or matter.evidence_file
    if "confirmation" in asked:
        matter.confirmed_by, matter.confirmed_at = said.confirmation, at
    if "on" in asked:
        matter.delivered_on = said.on
    if matter.rules.states[chosen.to].final:
        matter.why, matter.reason = said.why, said.text
    if chosen.undoes_delivery:
        matter.delivered_on, matter.evidence, matter.evidence_file = None, "", None


def check_said(chosen: Move, said: Said) -> None:
    """Raise Incomplete unless everything that the move asks for was said."""
    missing: dict[str, str] = {
        ask.what: ask.missing for ask in chosen.asks if ask.missing and not value(said, ask.what)
    }
    if said.photo and not said.consent:
        missing["consent"] = NO_CONSENT
    if missing:
        raise Incomplete(missing)


def value(said: Said, what: What) -> str | date | None:
    found: str | date | None = getattr(said, what)
    return found.strip() if isinstance(found, str) else found


@action("matters.escalate")
def escalate(*, by: Scope, matter: Matter, at: datetime) -> Matter:
    """Send a matter whose clock has run out to the next place above. Its first owner keeps it until somebody accepts.

    Raises:
        NothingDue: when no such clock has run out, or there is no place above; so a second
            run, or a second worker, does nothing.
    """
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    by.must_cover(matter.path, matter.rules.handles)
    clock = matter.rules.clocks.get(matter.stands.clock)
    came_from = matter.sent_to or matter.owner_path
    to_path = above(came_from)
    if clock is None or not clock.climbs or matter.due_at > at or not to_path:
        raise NothingDue
    before, reason = matter.state, f"到时没有{clock.verb}，自动转上一级。"
    flow.end_hop(matter, Hop.Ending.CLIMBED, by=by, at=at)
    flow.send(matter, to_path=to_path, from_path=came_from, reason=reason, by_system=True, at=at)
    write_step(matter, "escalate", Said(text=reason), by=None, before=before, at=at)
    note(by, f"{matter.kind}.escalate", matter, place=matter.path, state=[before, matter.state], sent_to=to_path)
    return matter


@action("matters.show")
def show(*, by: Scope, matter: Matter) -> None:
    """Note that one matter was looked at, whichever page shows it."""
    by.must_cover(matter.path, matter.rules.reads)
    if matter.household_id:  # a need is part of a household's file, whoever reads it
        pass_wall(by, Household(pk=matter.household_id, path=matter.path), matter.rules.reads)
    note(by, f"{matter.kind}.show", matter, place=matter.path)


@action("matters.list")
def show_list(*, by: Scope, matters: Sequence[Matter]) -> None:
    """Note that names were read in clear in a list: one line for the page, with count and digest of the rows."""
    digest = Hash(SM3())
    for matter in matters:
        by.must_cover(matter.path, matter.rules.reads)
        digest.update(matter.pk.bytes)
    told = {"rows": len(matters), "digest": digest.finalize().hex()}
    note(by, f"{matters[0].kind}.list", matters[0], place=around([matter.path for matter in matters]), **told)


def around(paths: Sequence[str]) -> str:
    """Name the smallest place that all paths lie in.

    >>> around(["379900001001", "379900001002"]), around(["379900001001"]), around(["379900001001", "380000001001"])
    ('379900001', '379900001001', '')
    """
    places = [paths[0][:length] for length in (12, 9, 6, 4, 2, 0)]
    return next(place for place in places if all(path.startswith(place) for path in paths))


def write_step(matter: Matter, key: str, said: Said, *, by: Scope | None, before: str, at: datetime) -> None:
    """Save the matter with its next version, and the step that made it."""
    if before:
        matter.version += 1
        matter.save()
    Step.objects.create(
        matter=matter,
        number=matter.version,
        at=at,
        by_id=by.user_id if by else None,
        move=key,
        from_state=before,
        to_state=matter.state,
        text=said.text.strip(),
        evidence=said.evidence.strip(),
        evidence_file=said.evidence_file,
        consent=said.consent if said.photo else None,
        on=said.on,
    )


def told_by(matter: Matter) -> str:
    """Say who was faster, and what came of it."""
    last = Step.objects.filter(matter=matter).select_related("by").order_by("-number").first()
    if last is None:
        return f"现在是“{matter.stands.label}”，先看看再办。"
    here = timezone.localtime(last.at)
    who = last.by.name if last.by else "系统"
    return f"{who}在 {here.hour}:{here.minute:02} 已经把它改成“{matter.stands.label}”，先看看再办。"
