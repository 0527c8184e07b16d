"""What the registry puts on the page of a person."""

from datetime import date

from django.utils import timezone
from django.utils.html import format_html

from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Tag, card
from canxie.ground.powers import Power
from canxie.ground.registry.actions.certificates import tail
from canxie.ground.registry.cards.shared import calling, history, phones_of
from canxie.ground.registry.choices import CertificateState, State
from canxie.ground.registry.models import Certificate, Guardian, Person, Standing
from canxie.ground.registry.presenters import about, due_words, policies, reminded_until


@card("registry.certificate", on="person", power=Power.REGISTRY_READ)
def certificate(scope: Scope, person: Person) -> Card:
    """The certificate in force, those before it, and what expires soon."""
    today = timezone.localdate()
    papers = [*person.certificates.order_by("-issued_on", "-pk")]
    active = next((paper for paper in papers if paper.state == CertificateState.ACTIVE), None)
    shows = {
        "person": person,
        "active": active,
        "tail": tail,
        "period": period,
        "earlier": [(paper, tail(paper)) for paper in papers if paper != active],
        "items": [*person.disabilities.order_by("category")],
        "may_reveal": scope.covers(person.path, Power.REGISTRY_REVEAL),
        "may_write": scope.covers(person.path, Power.REGISTRY_WRITE),
    }
    left = expiring(active, today, reminded_until(person.path, on=today)) if person.state == State.LIVING else None
    if left is None:
        return Card("残疾人证", "registry/cards/certificate.html", shows)
    badge = format_html('<span class="badge badge--{}">{}</span>', left.kind, left.text)
    notice = Tag(left.kind, f"残疾人证{left.text}。换了新证，在下面登记。")
    return Card("残疾人证", "registry/cards/certificate.html", shows, beside=badge, notice=notice)


def expiring(paper: Certificate | None, today: date, until: date) -> Tag | None:
    """Say how long a certificate still holds, when that is not long."""
    if paper is None or paper.expires_on is None or paper.expires_on > until:
        return None
    left = (paper.expires_on - today).days
    return Tag("soon", f"还有 {left} 天到期") if left >= 0 else Tag("late", f"已过期 {-left} 天")


def period(paper: Certificate) -> str:
    """Say from when until when a certificate holds, or held."""
    since, until = (
        f"{day.year}年{day.month}月{day.day}日" if day else "" for day in (paper.issued_on, paper.expires_on)
    )
    if until:
        return f"{since}到 {until}"
    return f"{since}起" if since else "没有登记"


@card("registry.contact", on="person", power=Power.REGISTRY_READ)
def contact(scope: Scope, person: Person) -> Card:
    """How somebody is reached, and who looks after them at home. Who their named contact is, `contacts` says."""
    today = timezone.localdate()
    phones = phones_of([person])[person.pk]
    is_contact = scope.covers(person.path, Power.REGISTRY_CONTACT)
    reached = Standing.objects.within(scope, Power.REGISTRY_READ)
    shows = {
        "person": person,
        "standing": visited(reached.filter(person=person).order_by("pk").first(), today),
        "phones": phones,
        "ended": [*person.phones.exclude(ended_on=None).order_by("-ended_on", "pk")],
        "others": [
            (one, about(one, today))
            for one in person.household.people.living().order_by("born_on", "pk")
            if one != person
        ],
        "guardian": Guardian.objects.filter(person=person).order_by("pk").first(),
        "policies": policies(person),
        "is_contact": is_contact,
        "may_write": scope.covers(person.path, Power.REGISTRY_WRITE),
    }
    acts = [calling(person, phones[0])] if phones and is_contact and person.state == State.LIVING else []
    return Card("联系和照顾", "registry/cards/contact.html", shows, acts=acts, column="side")


def visited(standing: Standing | None, today: date) -> str:
    """Say where somebody stands with the visitors: B 类，下次走访 11月26日."""
    if standing is None or not standing.tier:
        return ""
    due = f"下次走访 {due_words(standing.due_on, today)}" if standing.due_on else "下次走访还没排"
    return f"{standing.tier} 类，{due}"


@card("registry.person_timeline", on="person", power=Power.REGISTRY_READ)
def timeline(scope: Scope, person: Person) -> Card:
    return history(scope, person.household, person)
