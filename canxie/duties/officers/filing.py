"""What the seats say about the filing of an association, and how terms and posts follow its villages."""

from collections import defaultdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.choices import OVER
from canxie.duties.associations.models import Association
from canxie.duties.associations.published import Finding, coverage_follower, filing_check, tells_of
from canxie.duties.officers.actions import file_proposed, follow
from canxie.duties.officers.choices import ENDED_WITH, POSITION, Position
from canxie.duties.officers.reading import candidates, figures, findings_of, midnight, seat, staying, villages
from canxie.duties.officers.rules import CLAUSE, COMMISSIONER, Found, suits
from canxie.engine.audit.trail import note
from canxie.engine.scoping.scope import Scope
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.life import Told
from canxie.mechanisms.matters.refusals import Refused

FILES = ("file", "record_paper")
"""The moves of an association's life by which an office files it, seats and all."""


@filing_check
def check(association: Association, on: date) -> list[Finding]:
    """Hold the seats, with all that is proposed for them, against clause 二(三)."""
    return [as_finding(one, association) for one in findings_of(association, [*map(seat, staying(association))], on)]


def as_finding(found: Found, association: Association, *, mends: bool = True) -> Finding:
    """Say where what is missing can be mended, to those who may."""
    href, link = "", ""
    if found.tone == "good" or not mends:
        pass
    elif found.about == "pool":
        href, link = reverse("officers:participants", args=[association.pk]), "请更多的人参与（只是提醒，不影响备案）"
    elif found.about == "voice":
        href, link = reverse("officers:participants", args=[association.pk]), "看看能请谁（只是提醒，不影响备案）"
    elif found.about in POSITION:
        href, link = (
            f"{reverse('officers:seats', args=[association.pk])}?fill={found.about}#new",
            fills(found, association),
        )
    return Finding(found.tone, found.sentence, CLAUSE, found.quote, found.blocks, href, link)


def fills(found: Found, association: Association) -> str:
    """Say what to do about a seat, and how many of the pool suit it."""
    title = "专职委员" if found.quote == COMMISSIONER else POSITION[found.about]
    if "缺" not in found.sentence:
        return "改班子"
    day = timezone.localdate()
    asked, covered = figures(association.path, day).asked, villages(association, day)
    people = [
        who
        for who in candidates(association, day)
        if suits(Position(found.about), frozenset(who.classes), who.home, asked, covered)
    ]
    return f"提名{title}：参与人员里有 {len(people)} 人合适"


@coverage_follower
def follow_villages(by: Scope, association: Association, at: datetime) -> None:
    """Let posts follow the villages. Seats are filed with their association, and end with it.

    Nothing else files them: a change of villages alone gives no proposed term its force.
    """
    if association.matter.steps.filter(at=at, move__in=FILES).exists():
        try:
            file_proposed(by, association, at)
        except ValidationError as error:
            raise Refused("".join(error.messages)) from error
    if association.state in OVER:
        end_all(by, association, at)
    try:
        follow(by=by, association=association, terms=[*association.terms.filed().order_by("pk")])
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error


def end_all(by: Scope, association: Association, at: datetime) -> None:
    """End every term of an association that is no more; what was only proposed falls away."""
    ends = midnight(association.ended_on) if association.ended_on else at
    for term in association.terms.select_for_update().not_over_at(ends).order_by("pk"):
        if term.filed_at is None:
            note(by, "officers.drop_term", term, place=term.path, participant=term.participant_id)
            term.delete()
            continue
        before, term.until_at, term.ending_at = term.until_at, max(ends, term.since_at), None
        term.ended_reason = ENDED_WITH
        term.save(update_fields=["until_at", "ending_at", "ended_reason"])
        note(by, "officers.end_term", term, place=term.path, until=[before, term.until_at], reason=ENDED_WITH)


@tells_of
def seats_taken_and_left(association: Association) -> list[Told]:
    """Who came into office, and who left it and why: those of one moment together, as far as it is over."""
    now, today = timezone.now(), timezone.localdate()
    came, left = defaultdict[datetime, list[str]](list), defaultdict[datetime, list[str]](list)
    for term in association.terms.filed().select_related("participant").order_by("rank", "pk"):
        who = f"{term.participant.name}（{term.title}）"
        if term.until_at and term.until_at == term.since_at:
            continue
        came[term.since_at].append(who)
        if term.until_at:
            left[term.until_at].append(f"{who}{f'，{term.ended_reason}' if term.ended_reason else ''}")
    return [
        Told(on=at, when=short_day(timezone.localdate(at), today), title=title, text="、".join(people) + "。", by="")
        for title, found in (("任职", came), ("离任", left))
        for at, people in found.items()
        if at <= now
    ]
