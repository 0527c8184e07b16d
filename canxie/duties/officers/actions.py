"""Who joins and leaves the pool, who is proposed for a seat, and the filing that puts a term into force.

A post follows from a filed term alone, of a chair and of a commissioner: in each covered
village, from and until the second.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.officers.choices import Position, TermState
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.reading import findings_of, midnight, seat, staying
from canxie.duties.officers.rules import Found, Span
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.actions import Due, settle_posts
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.powers import Power
from canxie.kernel.words import short_day

OWN = "你自己的任期要由别人来备案。"


class NotYet(ValidationError):
    """The seats do not meet the clause: nothing is filed. `findings` say what is missing."""

    def __init__(self, findings: Sequence[Found]) -> None:
        super().__init__(f"还不能备案：{'；'.join(one.sentence for one in findings)}。")
        self.findings = findings


class Overtaken(ValidationError):
    """Somebody else has changed a participant since the form was opened: nothing is stored. `now` is how they stand."""

    def __init__(self, now: Participant) -> None:
        super().__init__("这份资料刚被别人改过，还没有保存。")
        self.now = now


AsSeen = Callable[[Participant], bool]
"""Whether somebody of the pool, held, still is as the writer of a form had seen them."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody who is to sit in a seat, from a moment until just before another."""

    participant: Participant
    position: Position
    since: datetime
    until: datetime | None = None
    commissioner: bool = False
    source_class: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one save changes: who is new, who leaves when and why, who stays after all, what is no longer proposed."""

    new: Sequence[Proposed] = ()
    leaving: Mapping[UUID, tuple[datetime, str]] = field(default_factory=dict)
    staying: Sequence[UUID] = ()
    dropped: Sequence[UUID] = ()
    basis: str = ""

    def __bool__(self) -> bool:
        return bool(self.new or self.leaving or self.staying or self.dropped)


def held(association: Association) -> Association:
    """Hold an association: whoever changes its seats or files them waits here."""
    return Association.objects.select_for_update().get(pk=association.pk)


@action("officers.propose")
def propose(*, by: Scope, association: Association, change: Change) -> list[OfficeTerm]:
    """Keep what is proposed for the seats. Nobody gains or loses a right by it.

    Whether the clause is met is not asked here (design, decision 9). Raises ValidationError, and
    keeps nothing, when two would hold one seat or one person two seats at a time, when an end
    comes before its start, when a commissioner is no member.
    """
    association = held(association)
    by.must_cover(association.path, Power.ASSOCIATIONS_PREPARE)
    terms = {term.pk: term for term in association.terms.select_for_update().order_by("pk")}
    drop(by, association, [terms[pk] for pk in change.dropped if pk in terms])
    for pk, (at, reason) in change.leaving.items():
        let_go(by, terms[pk], at, reason)
    for pk in change.staying:
        keep_on(by, terms[pk])
    made = [seat_one(by, association, one, change.basis) for one in change.new]
    note(by, "officers.propose", association, place=association.path, new=len(made), leaving=len(change.leaving))
    return made


def seat_one(by: Scope, association: Association, one: Proposed, basis: str) -> OfficeTerm:
    term = OfficeTerm(
        association=association,
        participant=one.participant,
        path=association.path,
        place=association.path,
        position=one.position.value,
        commissioner=one.commissioner,
        since_at=one.since,
        until_at=one.until,
        basis=basis,
        source_class=one.source_class or next(iter(one.participant.classes), ""),
        proposed_by_id=by.user_id or None,
    )
    check(term)
    term.save(force_insert=True)
    told: dict[str, Any] = {"participant": one.participant.pk, "position": term.position, "since": term.since_at}
    note(by, "officers.propose_term", term, place=term.path, **told, until=term.until_at, commissioner=one.commissioner)
    return term


def drop(by: Scope, association: Association, terms: Iterable[OfficeTerm]) -> None:
    """Take proposals back; what has been filed stays."""
    for term in terms:
        if term.state == TermState.PROPOSED:
            note(by, "officers.drop_term", term, place=association.path, participant=term.participant_id)
            term.delete()


def let_go(by: Scope, term: OfficeTerm, at: datetime, reason: str) -> None:
    """Propose the end of a term in force."""
    if at <= term.since_at:
        raise ValidationError(f"{term.participant}的离任日期要晚于任期开始的日期。")
    if term.until_at and term.until_at <= at:
        raise ValidationError(f"{term.participant}的任期那时已经满了，不用办离任。")
    term.ending_at, term.ended_reason = at, reason
    term.save(update_fields=["ending_at", "ended_reason"])
    note(by, "officers.propose_end", term, place=term.path, ending=at, reason=reason)


def keep_on(by: Scope, term: OfficeTerm) -> None:
    """Take the proposed end of a term back; somebody may have been proposed for the seat meanwhile."""
    term.ending_at, term.ended_reason = None, ""
    check(term)
    term.save(update_fields=["ending_at", "ended_reason"])
    note(by, "officers.keep_term", term, place=term.path, ending=None)


def check(term: OfficeTerm) -> None:
    """Refuse a term that cannot be: empty, of a commissioner who is no member, or beside another that it excludes.

    Of two writers for one association the second waits in `held`, of two for one person in two
    associations here.
    """
    who = held_participant(term.participant)
    if term.until_at and term.until_at <= term.since_at:
        raise ValidationError(f"{who}的任期止要晚于任期起。")
    if term.commissioner and term.position != Position.MEMBER:
        raise ValidationError(f"专职委员要是委员：把{who}的职务选成委员。")
    if who.left_on:
        raise ValidationError(f"{who}已经退出，先请本人重新参加。")
    others = OfficeTerm.objects.overlapping(term.since_at, term.ending_at or term.until_at).exclude(pk=term.pk)
    same = Q(participant=who)
    if who.user_id:
        User.objects.select_for_update().get(pk=who.user_id)
        same |= Q(participant__user=who.user_id)
    if who.person_id:
        same |= Q(participant__person=who.person_id)
    if other := others.filter(same).order_by("since_at", "pk").first():
        where = "这里" if other.association_id == term.association_id else "别的残协"
        raise ValidationError(f"{who}这段时间已在{where}任{other.title}，一个人同时只任一个职务。")
    chairs = others.filter(association=term.association_id, position=Position.CHAIR).select_related("participant")
    if term.position == Position.CHAIR and (chair := chairs.order_by("since_at", "pk").first()):
        since = short_day(timezone.localdate(chair.since_at), timezone.localdate())
        raise ValidationError(f"这段时间主席是{chair.participant}（{since}起）。先给{chair.participant}办离任。")


# --- filing


@action("officers.file")
def file(*, by: Scope, association: Association, at: datetime, endings_only: bool = False) -> list[OfficeTerm]:
    """Put what is proposed into force, and let the posts follow: the township's filing (2.3.2, "filing").

    Ends may be filed alone, whatever the seats lack: whoever left has no more rights. Raises
    NotYet while the clause is not met, ValidationError for one's own term.
    """
    association = held(association)
    by.must_cover(association.path, Power.ASSOCIATIONS_FILE)
    if not endings_only and (lacking := lacks(association, at)):
        raise NotYet(lacking)
    ended = end_those_leaving(by, association)
    filed = [] if endings_only else file_proposed(by, association, at)
    follow(by=by, association=association, terms=[*ended, *filed])
    note(by, "officers.file", association, place=association.path, filed=len(filed), ended=len(ended))
    return [*ended, *filed]


def lacks(association: Association, at: datetime) -> list[Found]:
    found = findings_of(association, [seat(term) for term in staying(association)], timezone.localdate(at))
    return [one for one in found if one.blocks]


def end_those_leaving(by: Scope, association: Association) -> list[OfficeTerm]:
    leaving = [*association.terms.select_for_update().filter(ending_at__isnull=False).order_by("pk")]
    for term in leaving:
        before, term.until_at, term.ending_at = term.until_at, term.ending_at, None
        term.save(update_fields=["until_at", "ending_at"])
        note(by, "officers.end_term", term, place=term.path, until=[before, term.until_at], reason=term.ended_reason)
    return leaving


def file_proposed(by: Scope, association: Association, at: datetime) -> list[OfficeTerm]:
    """File the terms that are proposed; one's own is left to somebody else."""
    proposed = [*association.terms.select_for_update().proposed().select_related("participant").order_by("pk")]
    if by.user_id and any(term.participant.user_id == by.user_id for term in proposed):
        raise ValidationError(OWN)
    for term in proposed:
        check(term)
        term.state, term.filed_at, term.filed_by_id = TermState.FILED.value, at, by.user_id or None
        term.save(update_fields=["state", "filed_at", "filed_by"])
        note(by, "officers.file_term", term, place=term.path, participant=term.participant_id, since=term.since_at)
    return proposed


@action("officers.end")
def end(*, by: Scope, term: OfficeTerm, at: datetime, reason: str) -> OfficeTerm:
    """End a term in force to the second, without waiting for a filing: the township's, or the register's."""
    association = held(term.association)
    by.must_cover(association.path, Power.ASSOCIATIONS_FILE)
    term = association.terms.select_for_update().get(pk=term.pk)
    if term.until_at and term.until_at <= at:
        raise ValidationError("这个任期那时已经结束了。")
    before, term.until_at, term.ending_at, term.ended_reason = term.until_at, max(at, term.since_at), None, reason
    term.save(update_fields=["until_at", "ending_at", "ended_reason"])
    follow(by=by, association=association, terms=[term])
    note(by, "officers.end_term", term, place=term.path, until=[before, term.until_at], reason=reason)
    return term


# --- the posts that follow


def role_of(term: OfficeTerm) -> Role | None:
    if term.commissioner:
        return Role.COMMISSIONER
    return Role.CHAIR if term.position == Position.CHAIR else None


def follow(*, by: Scope, association: Association, terms: Sequence[OfficeTerm]) -> None:
    """Let the posts of some terms be exactly what they and the covered villages come to."""
    covered = spans_of(association)
    for term in terms:
        if role_of(term) and term.state == TermState.FILED:
            settle_posts(by=by, source=term, due=due_of(term, covered))


def spans_of(association: Association) -> dict[str, list[Span]]:
    """Give when an association covered each village, by the village's code today; days that touch are one span."""
    found = dict[str, list[Span]]()
    rows = Coverage.objects.filter(association=association).order_by("path", "since", "id")
    for path, of_path in groupby(rows, key=lambda row: row.path):
        spans = list[Span]()
        for row in of_path:
            since, until = midnight(row.since), midnight(row.until) if row.until else None
            if until is not None and until <= since:
                continue
            if spans and spans[-1].until == since:
                since = spans.pop().since
            spans.append(Span(since, until))
        found[path] = spans
    return found


def due_of(term: OfficeTerm, covered: Mapping[str, Sequence[Span]]) -> list[Due]:
    """Cut a term with the days of each covered village: the posts that follow from it."""
    role, who = role_of(term), term.participant
    if role is None or who.user_id is None:
        return []
    starts = max(term.since_at, who.user_since) if who.user_since else term.since_at
    due = []
    for path, spans in covered.items():
        for span in spans:
            since = max(starts, span.since)
            ends = [until for until in (term.until_at, span.until) if until is not None]
            until = min(ends) if ends else None
            if until is None or since < until:
                due.append(Due(who.user_id, role, path, since, until, term))
    return due


# --- the pool


@action("officers.join")
def join(*, by: Scope, path: str, **values: Any) -> Participant:
    """Take somebody into a village's pool (2.3.1)."""
    by.must_cover(path, Power.ASSOCIATIONS_PREPARE)
    who = Participant(path=path, place=path, **values)
    who.save(force_insert=True)
    note(by, "officers.join", who, place=path, classes=who.classes)
    return who


def always(who: Participant) -> bool:
    return True


def held_participant(participant: Participant, as_seen: AsSeen = always) -> Participant:
    """Hold somebody of the pool, as kept now: of two who write about one, the second waits here. Raises Overtaken."""
    who = Participant.objects.select_for_update().get(pk=participant.pk)
    if not as_seen(who):
        raise Overtaken(who)
    return who


@action("officers.correct")
def correct(*, by: Scope, participant: Participant, as_seen: AsSeen = always, **values: Any) -> Participant:
    """Write what has changed of somebody in the pool.

    Raises Overtaken, and ValidationError when somebody would leave a seat or an open task behind.
    """
    who = held_participant(participant, as_seen)
    by.must_cover(who.path, Power.ASSOCIATIONS_PREPARE)
    changed = [name for name, value in values.items() if getattr(who, name) != value]
    if values.get("left_on") and OfficeTerm.objects.not_over_at(timezone.now()).filter(participant=who).exists():
        raise ValidationError(f"{who}还在班子里，先办离任，再记退出。")
    if values.get("left_on") and not who.left_on and (still := [*who.contributions.still_to_do().order_by("on", "pk")]):
        raise ValidationError(f"{who}还有 {len(still)} 件任务没做完（{still[0]}）。先记做完了，或者作废，再记退出。")
    for name in changed:
        setattr(who, name, values[name])
    who.save(update_fields=changed)
    note(by, "officers.correct", who, place=who.path, fields=changed)
    return who


@action("officers.link")
def link(*, by: Scope, participant: Participant, at: datetime, as_seen: AsSeen = always, **links: Any) -> Participant:
    """Say which account somebody has, which row of the registry is theirs, whose relative they are: the township's.

    An account that comes after the term opens its posts from that moment on. Raises Overtaken, and ValidationError
    for one's own account, and when somebody in a seat would get another account. Associations are
    held before the participant, as all who fill seats hold them.
    """
    lasting = OfficeTerm.objects.not_over_at(at).filter(participant=participant)
    seated_in = Association.objects.select_for_update().filter(pk__in=lasting.order_by().values("association"))
    associations = {one.pk: one for one in seated_in.order_by("pk")}
    who = held_participant(participant, as_seen)
    by.must_cover(who.path, Power.ASSOCIATIONS_FILE)
    changed = [name for name, value in links.items() if getattr(who, name) != value]
    terms = [*lasting.order_by("association", "pk")]
    if any(term.association_id not in associations for term in terms):
        raise ValidationError(f"刚才有人给{who}提名了职务，再按一次保存。")
    if "user" in changed:
        if links["user"] and links["user"].pk == by.user_id:
            raise ValidationError("不能把自己的账号挂上去，请别人来办。")
        if who.user_id and terms:
            raise ValidationError(f"{who}正在任职，账号不能换。先办离任。")
        links["user_since"] = at if terms and links["user"] else None
        changed.append("user_since")
    for name in changed:
        setattr(who, name, links[name])
    who.save(update_fields=changed)
    for term in terms:
        check(term)
        follow(by=by, association=associations[term.association_id], terms=[term])
    note(by, "officers.link", who, place=who.path, fields=changed)
    return who
