"""What this room puts on the desk, and on the page of an association."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from canxie.duties.associations import counting
from canxie.duties.associations.choices import PROPOSING
from canxie.duties.associations.filing import villages as held_against
from canxie.duties.associations.models import Association
from canxie.duties.associations.presenters.drawing import meetings, village_rows
from canxie.duties.associations.published import told_of
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Act, Card, Entry, card, entries
from canxie.ground.powers import Power

FEW = 5


entries.declare("coverage", Entry("覆盖", "map", "associations:coverage", Power.MEASURES_READ))
entries.declare(
    "associations",
    Entry("残协", "house", "associations:associations", Power.ASSOCIATIONS_READ, group="组织和人"),
)


@card("associations.filed", on="home", power=Power.ASSOCIATIONS_APPROVE)
def filed(scope: Scope) -> Card | None:
    """The filings that wait for the county, those that have waited longest first."""
    rows = Association.objects.within(scope, Power.ASSOCIATIONS_APPROVE).filter(state__in=("filed", "adjusting"))
    count = rows.count()
    if not count:
        return None
    few = rows.select_related("matter").by_name("matter__due_at")[:FEW]
    return Card(
        "等县残联备案",
        "associations/cards/filed.html",
        {"rows": few, "more": count > FEW, "today": timezone.localdate()},
        beside=f"{count} 个",
        lead=f"{count} 个残协等备案。",
        tone="soon",
        jump=("等备案", f"{count} 个"),
        column="top",
    )


@card("associations.gaps", on="home", power=Power.ASSOCIATIONS_FILE)
def gaps(scope: Scope) -> Card | None:
    """The villages of a township that no association covers."""
    today = timezone.localdate()
    found = [gap for place in scope.paths(Power.ASSOCIATIONS_FILE) for gap in counting.gaps(place, today)]
    if not found:
        return None
    rows = [(gap.code, gap.name, (today - gap.since).days) for gap in found[:FEW]]
    return Card(
        "还没有残协的村",
        "associations/cards/gaps.html",
        {"rows": rows, "more": len(found) > FEW},
        beside=f"{len(found)} 个",
        lead=f"{len(found)} 个村还没有残协。",
        tone="late",
        column="side",
    )


@card("associations.findings", on="association", power=Power.ASSOCIATIONS_READ)
def findings(scope: Scope, association: Association) -> Card | None:
    """What stands against the villages of one that is to be filed. What other rooms find stands on their own cards."""
    if association.state not in PROPOSING:
        return None
    found = held_against(association, timezone.localdate())
    if not found:
        return None
    late, soon = (sum(one.tone == tone for one in found) for tone in ("late", "soon"))
    counted = [(late, "不符合"), (soon, "提醒"), (len(found) - late - soon, "符合")]
    return Card(
        "管的村合不合要求",
        "associations/cards/findings.html",
        {"findings": found, "said": "，".join(f"{count} 项{word}" for count, word in counted)},
        tone="late" if late else "",
        column="side",
    )


@card("associations.villages", on="association", power=Power.ASSOCIATIONS_READ)
def villages(scope: Scope, association: Association) -> Card:
    """Which villages it covers, or is to cover, with how many people, since when, on what minutes."""
    today = timezone.localdate()
    edits = association.state in ("preparing", "adjusting") and scope.covers(
        association.path, Power.ASSOCIATIONS_PREPARE
    )
    rows = village_rows(association, today)
    widens = association.state == "preparing" and scope.covers(association.path, Power.ASSOCIATIONS_APPROVE)
    shows = {"rows": rows, "association": association, "edits": edits, "widens": widens, "joint": len(rows) > 1}
    return Card("管哪些村", "associations/cards/villages.html", shows, column="side")


@card("associations.meetings", on="association", power=Power.ASSOCIATIONS_READ)
def last_meetings(scope: Scope, association: Association) -> Card:
    """The last meetings, who came, what was resolved and how far that has come; and the way to the next."""
    today = timezone.localdate()
    plans = scope.covers(association.path, Power.ASSOCIATIONS_PREPARE) and association.state != "dissolved"
    count = association.meetings.exclude(held_on=None).count()
    every = reverse("associations:meetings", args=[association.pk])
    beside = format_html('<a href="{}">全部 {} 次</a>', every, count) if count else "0 次"
    shows = {"rows": meetings(association, today), "association": association, "plans": plans, "today": today}
    acts = (
        [Act("开会", "house", reverse("associations:meeting_new", args=[association.pk]), main=True)] if plans else []
    )
    return Card("会议", "associations/cards/meetings.html", shows, beside=beside, acts=acts)


@card("associations.papers", on="association", power=Power.ASSOCIATIONS_READ)
def papers(scope: Scope, association: Association) -> Card:
    rows = [*association.papers.order_by("-dated", "id")]
    keeps = scope.covers(association.path, Power.ASSOCIATIONS_PREPARE)
    shows = {"rows": rows, "association": association, "keeps": keeps, "today": timezone.localdate()}
    return Card("文件", "associations/cards/papers.html", shows, beside=f"{len(rows)} 份", column="side")


@card("associations.life", on="association", power=Power.ASSOCIATIONS_READ)
def life(scope: Scope, association: Association) -> Card:
    """Everything that was done with it, its meetings, who came into office and left it: the latest first."""
    return Card("经过", "associations/cards/life.html", {"steps": told_of(association)})
