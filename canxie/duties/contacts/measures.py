"""People without a named contact (2.2.2): the aim is 0."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.ground.divisions.models import Level
from canxie.ground.powers import Power
from canxie.mechanisms.measures.published import Opened, measures
from canxie.mechanisms.measures.registered import of_people


def nobody(on: date) -> Q:
    rows = ContactAssignment.objects.open_(Kind.LEAD).filter(person=OuterRef("pk"))
    return ~Q(Exists(rows.filter(contact__isnull=False)))


def no_association(on: date) -> Q:
    rows = ContactAssignment.objects.open_(Kind.LEAD).filter(person=OuterRef("pk"))
    return ~Q(Exists(rows.filter(association__isnull=False)))


def page(what: str, place: str) -> str:
    village = {"village": place} if len(place) == Level.VILLAGE else {}
    return f"{reverse('contacts:without')}?{urlencode({'what': what} | village)}"


measures.declare(
    "contacts.nobody",
    of_people(
        name="没有联系人",
        definition="在册残疾人里，没有一个说得出名字的联系人的有几位。目标是 0。",
        numerator="没有联系人的在册残疾人",
        exclusions="第二联系不算",
        clause="二(二)",
        part=nobody,
        parameters=("contact.base",),
        opened=Opened("看是哪些人", Power.CONTACTS_ASSIGN, lambda place, on: page("contact", place)),
    ),
)
measures.declare(
    "contacts.no_association",
    of_people(
        name="没有残协联系",
        definition="在册残疾人里，不归任何一个残协联系的有几位。目标是 0。",
        numerator="没有残协联系的在册残疾人",
        exclusions="第二联系不算",
        clause="二(二)",
        part=no_association,
        parameters=("contact.base",),
        opened=Opened("看是哪些人", Power.CONTACTS_ASSIGN, lambda place, on: page("association", place)),
    ),
)
