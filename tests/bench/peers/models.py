"""The same data as peers keep it: a tree of treebeard, visits plain and with django-simple-history, a bare roster."""

from django.db import models
from simple_history.models import HistoricalRecords
from treebeard.mp_tree import MP_Node


class Place(MP_Node):
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)

    node_order_by = ["code"]

    def __str__(self) -> str:
        return self.name


class PlainVisit(models.Model):
    """A visit as anybody would model it, without a trail of its own."""

    household_id = models.UUIDField()
    visited_on = models.DateField()
    manner = models.CharField(max_length=10)
    findings = models.TextField(blank=True)

    class Meta:
        abstract = True


class PlainEncounter(models.Model):
    person_id = models.UUIDField()
    how = models.CharField(max_length=8)

    class Meta:
        abstract = True


class PlainState(models.Model):
    """Where a household or a person stands: a row that each visit rewrites."""

    key = models.UUIDField(primary_key=True)
    due_on = models.DateField(null=True)
    last_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Visit(PlainVisit):
    pass


class Encounter(PlainEncounter):
    visit = models.ForeignKey(Visit, models.CASCADE)


class State(PlainState):
    pass


class Line(models.Model):
    """A plain trail: who did what, in a table."""

    at = models.DateTimeField(auto_now_add=True)
    who = models.BigIntegerField()
    what = models.JSONField()


class KeptVisit(PlainVisit):
    history = HistoricalRecords(user_db_constraint=False)  # the users come with migrations, later than these tables


class KeptEncounter(PlainEncounter):
    visit = models.ForeignKey(KeptVisit, models.CASCADE)
    history = HistoricalRecords(user_db_constraint=False)  # the users come with migrations, later than these tables


class KeptState(PlainState):
    history = HistoricalRecords(user_db_constraint=False)  # the users come with migrations, later than these tables


class Roster(models.Model):
    """A roster as django-import-export fills it: no check but the types."""

    name = models.CharField(max_length=60)
    number = models.CharField(max_length=18, unique=True)
    certificate = models.CharField(max_length=20)
    phone = models.CharField(max_length=20)
    village = models.CharField(max_length=60)
    address = models.CharField(max_length=200)
