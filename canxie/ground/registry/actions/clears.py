"""The six clears: asked again and unchanged, or told anew (requirement 2.4.3)."""

import re
from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.actions.households import held, write
from canxie.ground.registry.actions.phones import record_phone
from canxie.ground.registry.changes import keep
from canxie.ground.registry.choices import OF_PERSON, Clear, Source
from canxie.ground.registry.models import Block, Household, Person
from canxie.kernel import contacts

NUMBER = re.compile(r"\d[\d -]{5,14}\d", re.ASCII)
EDGES = " ，,。；;（）()"


@action("registry.clear.confirm")
def confirm(
    *,
    by: Scope,
    household: Household,
    clear: Clear,
    on: date,
    source: Source,
    person: Person | None = None,
    text: str | None = None,
) -> Block:
    """Keep what was told about one of the six clears; phone and policies need the `person` they are of.

    Without a text it was asked and has not changed: only the day moves. A new text ends the
    old row on that day and opens another. A telephone number in the text of the phone is
    recorded as such and does not stay in the text, which is not sealed; a new address becomes
    the household's. Raises Refused when a telephone number cannot be one.
    """
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    if (clear in OF_PERSON) != (person is not None):
        raise ValueError(f"{clear} is of a {'person' if clear in OF_PERSON else 'household'}")
    if clear == Clear.PHONE and person and text:
        text = without_number(text, by=by, person=person, on=on, source=source)
    current = (
        Block.objects.filter(household=household, person=person, clear=clear, ended_on=None).order_by("pk").first()
    )
    if clear == Clear.ADDRESS and text:
        write(household, {"address": text})
    pairs = {}
    if current and text in (None, current.text):
        write(current, {"confirmed_on": max(on, current.confirmed_on), "confirmed_by_id": by.user_id, "source": source})
        block = current
    else:
        if current:
            write(current, {"ended_on": on})
        block = Block.objects.create(
            household=household,
            person=person,
            clear=clear,
            text=text or "",
            confirmed_on=on,
            confirmed_by_id=by.user_id,
            source=source,
        )
        if text:
            pairs = {f"clear.{clear.value}": (current.text if current else None, text)}
    keep(by, "registry.clear.confirm", pairs, household, person, source)
    return block


@action("registry.clear.confirm_unchanged")
def confirm_unchanged(
    *, by: Scope, household: Household, asked: Collection[tuple[Clear, Person | None]], on: date, source: Source
) -> None:
    """Keep that several of the clears were asked and nothing has changed: as `confirm` without a text, all at once.

    The trail gets one line for the household and one for each person, which name the clears.
    """
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    whose: dict[Person | None, list[Clear]] = {}
    for clear, person in asked:
        if (clear in OF_PERSON) != (person is not None):
            raise ValueError(f"{clear} is of a {'person' if clear in OF_PERSON else 'household'}")
        whose.setdefault(person, []).append(clear)
    reach = reduce(or_, [Q(person=person, clear__in=clears) for person, clears in whose.items()])
    current = Block.objects.filter(reach, household=household, ended_on=None)
    day = Greatest("confirmed_on", Value(on, DateField()))
    told = {"confirmed_by_id": by.user_id, "source": source}
    if current.update(confirmed_on=day, **told) < len(asked):
        known = {*current.order_by("pk").values_list("clear", "person")}
        Block.objects.bulk_create(
            Block(household=household, person=person, clear=clear, confirmed_on=on, **told)
            for clear, person in asked
            if (clear.value, person.pk if person else None) not in known
        )
    for person, clears in whose.items():
        about = person or household
        words = [clear.value for clear in clears]
        note(by, "registry.clear.confirm.unchanged", about, place=household.path, clears=words)


def without_number(text: str, *, by: Scope, person: Person, on: date, source: Source) -> str:
    """Record the number that the text names in place of the main one, and give the other words. Raises Refused."""
    found = NUMBER.search(text)
    if not found:
        return text
    main = person.phones.filter(ended_on=None, main=True).order_by("pk").first()
    whose = main.whose if main else ""
    for number in contacts.phones(found.group()):
        record_phone(by=by, person=person, number=number, on=on, whose=whose, replaces=main, source=source)
    return (text[: found.start()] + text[found.end() :]).strip(EDGES)
