"""What a correction changed: named on the trail, kept sealed with its old and its new value for the timeline."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from canxie.engine.audit.trail import note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.fields import Sealed
from canxie.ground.registry.choices import Clear, Source
from canxie.ground.registry.followers import follow
from canxie.ground.registry.models import Change, Household, Person

Pairs = Mapping[str, tuple[Any, Any]]
"""By field: what it was and what it became, as JSON can hold them."""

NUMBERS = {"identifier": "身份证号", "phone": "电话"}
"""Fields whose values are numbers that identify: they are only ever shown by their tails."""

LABELS: dict[str, str] = {
    **{field.name: str(field.verbose_name) for table in (Household, Person) for field in table._meta.concrete_fields},
    **NUMBERS,
    **{f"clear.{clear.value}": clear.label for clear in Clear},
    "certificate": "残疾人证",
    "guardian": "监护人",
    "relative": "家属",
    "entered": "登记",
    "people": "家庭成员",
}

WORDS = {"phone", "relative", *[f"clear.{clear.value}" for clear in Clear]}
"""What is told of somebody and makes no other fact."""


def differences(row: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """List the fields whose value is not what the row holds, with both."""
    pairs = {name: (plain(getattr(row, name)), plain(value)) for name, value in values.items()}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def plain(value: Any) -> Any:
    """Give what JSON holds of a field's value; of a sealed one its text, since it is sealed again."""
    match value:
        case Sealed():
            return value.clear()
        case date():
            return value.isoformat()
        case Model():
            return str(value.pk)
    return value


def change(
    by: Scope,
    pairs: Pairs,
    household: Household,
    person: Person | None = None,
    source: Source = Source.FORM,
    batch: UUID | None = None,
) -> Change:
    """Make the row that keeps what changed, unsaved: an import saves thousands at once."""
    return Change(
        household=household,
        person=person,
        changed_at=timezone.now(),
        changed_by_id=by.user_id,
        source=source,
        batch=batch,
        fields=[*pairs],
        values=json.dumps(pairs, ensure_ascii=False),
    )


def keep(
    by: Scope, what: str, pairs: Pairs, household: Household, person: Person | None = None, source: Source = Source.FORM
) -> None:
    """Store what changed and name its fields on the trail; nothing changed is noted too.

    Rooms that stand on people follow, unless it was only said how to reach somebody or what a clear is.
    """
    if pairs:
        change(by, pairs, household, person, source).save()
    if any(field not in WORDS for field in pairs):
        follow([household.pk], timezone.localdate())
    about = person or household
    note(by, what if pairs else f"{what}.unchanged", about, place=about.path, fields=[*pairs])


def said(stored: Change) -> dict[str, tuple[Any, Any]]:
    """Read what a row keeps: by field, the old and the new value. Whoever shows a number shows its tail."""
    return {name: (old, new) for name, (old, new) in json.loads(stored.values.clear()).items()}
