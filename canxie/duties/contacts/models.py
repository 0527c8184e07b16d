"""Who answers for whom: what a township has chosen, and what it comes to day by day."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from canxie.duties.associations.models import Association
from canxie.duties.contacts.choices import Kind
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.ground.registry.models import Person

Row_co = TypeVar("Row_co", bound="Answering", covariant=True)


class AnsweringQuerySet(ScopedQuerySet[Row_co]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def open_(self, kind: Kind) -> Self:
        return self.filter(kind=kind, until=None)


class Answering(ScopedModel):
    """An association and a contact for one person, from a day until just before another.

    `path` is the person's; `place` the code of the village on which it stood that day.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="%(class)ss", verbose_name="残疾人")
    place = models.CharField("所依据的村代码", max_length=12, editable=False)
    kind = models.CharField("主次", max_length=10, choices=Kind, default=Kind.LEAD)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="残协"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联系人"
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        abstract = True


class ContactChoice(Answering):
    """What a township has chosen for a person instead of what would follow by itself; it wins while it can hold.

    A contact who holds no post in the township any more, or an association that covers nothing
    any more, is passed over until they do again. A second one may leave both open: then the
    other address says who they are.
    """

    basis = models.CharField("依据", max_length=200)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="指定人"
    )
    chosen_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = AnsweringQuerySet["ContactChoice"].as_manager()

    class Meta:
        verbose_name = "联系人指定"
        verbose_name_plural = "联系人指定"
        indexes = [
            models.Index(fields=["path", "id"], name="choice_in_scope"),
            models.Index(fields=["contact"], name="choice_by_contact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(until=None), name="choice_open_once"),
            models.CheckConstraint(
                name="choice_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="choice_chooses_something",
                condition=Q(kind="secondary") | Q(contact__isnull=False) | Q(association__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.contact_id}"


class ContactAssignment(Answering):
    """Who answers for a person, as posts, coverage, addresses and choices have it: recounted, never set by hand.

    Every living person has one open row of the kind lead, also when it names nobody, so that it
    is known since when. Only `spreading` writes this table.
    """

    chosen = models.BooleanField("乡镇指定", default=False)

    objects = AnsweringQuerySet["ContactAssignment"].as_manager()

    class Meta:
        verbose_name = "联系安排"
        verbose_name_plural = "联系安排"
        indexes = [
            models.Index(fields=["path", "kind", "until", "contact", "id"], name="contact_in_scope"),
            models.Index(fields=["contact", "until"], name="contact_of_user"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(until=None), name="contact_open_once"),
            models.UniqueConstraint(fields=["person", "kind", "since"], name="contact_once_a_day"),
            models.CheckConstraint(
                name="contact_ends_after_it_begins", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.contact_id} {self.since}"
