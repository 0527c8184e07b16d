"""What the seats put on the page of an association, and on the desk."""

from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.choices import PROPOSING, RUNNING
from canxie.duties.associations.models import Association
from canxie.duties.officers.filing import as_finding
from canxie.duties.officers.presenters.seats import page_of, pending, rows, summary
from canxie.duties.officers.reading import (
    elsewhere_covered,
    figures,
    findings_of,
    in_order,
    seat,
    staying,
    vacancies,
    vacancies_in,
    villages,
)
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Act, Card, card
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

FEW = 8


@card("officers.seats", on="association", power=Power.ASSOCIATIONS_READ)
def seats(scope: Scope, association: Association) -> Card:
    """Who sits where, where gaps are and since when; and what waits for the township's filing."""
    now, today = timezone.now(), timezone.localdate()
    rows_of = association.terms.not_over_at(now)
    terms = in_order(rows_of.select_related("participant__person", "participant__relative_of"))
    covered, asked = villages(association, today), figures(association.path, today).asked
    in_force = [term for term in terms if term.filed_at and term.since_at <= now]
    shown = rows(scope, association, terms, asked, vacancies_in(association, now), covered, today)
    new, leaving = pending(terms, today)
    acts, waiting = [], len(new) + len(leaving)
    if scope.covers(association.path, Power.ASSOCIATIONS_PREPARE):
        acts.append(Act("改班子", "people", reverse("officers:seats", args=[association.pk]), about=association.name))
    goes_alone = association.state in RUNNING  # the first seats are filed with their association
    if waiting and goes_alone and scope.covers(association.path, Power.ASSOCIATIONS_FILE):
        acts.append(Act(f"备案 {waiting} 处变动", "ok", reverse("officers:file", args=[association.pk]), main=True))
    sees_files = scope.covers(association.path, Power.ASSOCIATIONS_FILE)
    linked = [one for term in terms for one in (term.participant.person, term.participant.relative_of) if one]
    named = linked if sees_files else []
    shows = {
        "rows": shown,
        "waiting": waiting,
        "association": association,
        "may_file": sees_files,
    }
    beside = f"{len(in_force)} 人"
    return Card("班子", "officers/cards/seats.html", shows, beside=beside, acts=acts, named=named)


@card("officers.findings", on="association", power=Power.ASSOCIATIONS_READ)
def findings(scope: Scope, association: Association) -> Card | None:
    """What the clause says about the seats, as they will be once all that is proposed is filed.

    Of one that is to be filed itself, that stands among what its filing wants.
    """
    if association.state in PROPOSING:
        return None
    today = timezone.localdate()
    found = findings_of(association, [seat(term) for term in staying(association)], today)
    mends = scope.covers(association.path, Power.ASSOCIATIONS_PREPARE)
    said = [as_finding(one, association, mends=mends) for one in found]
    value = figures(association.path, today).said
    shows = {"findings": said, "summary": summary(said), "version": value.told(Names([value.path])(value.path, today))}
    late = any(one.blocks for one in said)
    return Card("对照《实施意见》", "officers/cards/findings.html", shows, tone="late" if late else "", column="side")


@card("officers.vacant", on="home", power=Power.ASSOCIATIONS_READ)
def vacant(scope: Scope) -> Card | None:
    """Seats that stand empty: the township's from the first day, the county's after a while (a parameter).

    A village in which nobody does a commissioner's work stands on the card of the township's force,
    with the way to have it covered; here are the seats of commissioners in whose place somebody does.
    """
    paths = [path for path in scope.paths(Power.ASSOCIATIONS_READ) if len(path) < Level.VILLAGE]
    if not paths:
        return None
    now, today = timezone.now(), timezone.localdate()
    red, told, urgent = [*parameter("seats.escalate_days", paths[0], on=today).value, 0, 0, 0][:3]
    is_county = all(len(path) <= Level.COUNTY for path in paths)
    least, limit = (told, urgent) if is_county else (0, red)
    found = [one for one in elsewhere_covered(vacancies(paths, now), now) if one.days >= least]
    few = [(one, page_of(one.association), one.days >= limit) for one in found[:FEW]]
    late = sum(one.days >= limit for one in found)
    return Card(
        "班子空缺",
        "officers/cards/vacant.html",
        {"vacancies": few, "more": len(found) - len(few)},
        beside=f"{len(found)} 处",
        lead=f"班子空缺 {len(found)} 处，超过 {limit} 天的 {late} 处。" if found else "",
        tone="late" if late else "",
        column="side",
    )


@card("officers.letters", on="association", power=Power.ASSOCIATIONS_PREPARE)
def letters(scope: Scope, association: Association) -> Card | None:
    """The letters of appointment of those in office, and the chart."""
    held = association.terms.held_at(timezone.now()).select_related("participant")
    shown = [(reverse("officers:letter", args=[term.pk]), term.participant.name, term.title) for term in in_order(held)]
    shows = {"letters": shown, "chart": reverse("officers:chart", args=[association.pk])}
    return Card("聘任书", "officers/cards/letters.html", shows, beside=f"{len(shown)} 份")
