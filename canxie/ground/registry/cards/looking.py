"""Who looked at this person's file, on the page of the person."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, card
from canxie.engine.ui.environment import minute
from canxie.ground.powers import Power
from canxie.ground.registry.lookers import lookers
from canxie.ground.registry.models import Person

FEW = 4


@card("registry.lookers", on="person", power=Power.REGISTRY_READ)
def looked(scope: Scope, person: Person) -> Card:
    """The last few who looked, to be read to the person who asks, and the way to all of them."""
    today = timezone.localdate()
    days = parameter("looks.shown_days", person.path, on=today).value
    found = lookers(person, since=timezone.now() - timedelta(days=days), most=100)
    href = reverse("desk:lookers", args=[person.pk])
    beside = format_html('<a href="{}">看全部 {} 条</a>', href, len(found))
    shown = [
        {"on": one.on, "when": minute(one.on, today), "title": one.title, "text": one.text, "by": one.why}
        for one in found[:FEW]
    ]
    return Card("谁看过我的档案", "registry/cards/lookers.html", {"moments": shown, "days": days}, beside=beside)
