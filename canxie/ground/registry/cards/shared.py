"""What several cards share."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Act, Card
from canxie.engine.ui.environment import phone as spaced
from canxie.ground.registry.models import Household, Person, Phone
from canxie.ground.registry.timeline import moments
from canxie.kernel.words import short_day

FEW = 6


def history(scope: Scope, household: Household, person: Person | None = None) -> Card:
    """The last few things that happened, and the way to the others."""
    happened = moments(scope, household, person)
    href = reverse("desk:timeline", args=[household.pk]) + (f"?person={person.pk}" if person else "")
    beside = format_html('<a href="{}">看全部 {} 条</a>', href, len(happened)) if len(happened) > FEW else ""
    today = timezone.localdate()
    shows = {"moments": [one._asdict() | {"when": short_day(one.on, today)} for one in happened[:FEW]]}
    return Card("经过", "registry/cards/timeline.html", shows, beside=beside, column="main" if person else "side")


def phones_of(people: Iterable[Person]) -> defaultdict[UUID, list[Phone]]:
    """Give the numbers in use by person, the main one first, in one query."""
    found: defaultdict[UUID, list[Phone]] = defaultdict(list)
    for phone in Phone.objects.filter(person__in=[*people], ended_on=None).order_by("-main", "pk"):
        found[phone.person_id].append(phone)
    return found


def calling(person: Person, phone: Phone) -> Act:
    """Offer to call somebody. Only for the contact: the number stands in the address."""
    number = phone.number.clear()
    return Act("打电话", "phone", f"tel:{number}", about=f"给{phone.whose or person}，{spaced(number)}")
