"""The same data as peers keep it: a tree of treebeard, visits with django-simple-history, a bare roster."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords
from treebeard.mp_tree import MP_Node

from canxie.duties.visits.models import Encounter, Plan, Visit
from canxie.ground.registry.models import Block, Standing
from canxie.mechanisms.matters.models import Matter, Step


class Place(MP_Node):
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)

    node_order_by = ["code"]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A plain trail: who did what, in a table."""

    at = models.DateTimeField(auto_now_add=True)
    who = models.BigIntegerField()
    what = models.JSONField()


def kept(model: type[models.Model]) -> type[models.Model]:
    """The same table again, column by column and index by index, with its history kept by django-simple-history.

    Rows point at our tables and at each other, without the database checking it: these tables are made first.
    """
    meta, name = model._meta, f"Kept{model.__name__}"
    columns: dict[str, models.Field[Any, Any]] = {}
    for field in meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            to = KEPT.get(field.remote_field.model, field.remote_field.model)
            said = {"null": field.null, "primary_key": field.primary_key, "related_name": "+", "db_constraint": False}
            columns[field.name] = type(field)(to, models.PROTECT, **said)
        else:
            columns[field.name] = field.clone()
    indexes = [models.Index(*i.expressions, fields=i.fields, name=f"kept_{i.name}"[:30]) for i in meta.indexes]
    history = HistoricalRecords(user_db_constraint=False)  # the users come with migrations, later than these tables
    made = {"__module__": __name__, "Meta": type("Meta", (), {"indexes": indexes}), "history": history}
    return type(name, (models.Model,), columns | made)


KEPT: dict[Any, Any] = {}
for one in (Visit, Encounter, Block, Matter, Step, Plan, Standing):
    KEPT[one] = kept(one)


class Roster(models.Model):
    """A roster as django-import-export fills it: no check but the types."""

    place_in_list = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1)
    number = models.CharField(max_length=18, unique=True)
    certificate = models.CharField(max_length=20)
    category = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    issued_on = models.DateField()
    expires_on = models.DateField()
    village = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    door = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    head = models.CharField(max_length=60)
    relation = models.CharField(max_length=12)
    phone = models.CharField(max_length=20, blank=True)
    guardian = models.CharField(max_length=60, blank=True)
    dibao = models.CharField(max_length=1, blank=True)
    living_subsidy = models.CharField(max_length=1, blank=True)
    nursing_subsidy = models.CharField(max_length=1, blank=True)
