"""Which village answers for a person first, and which second, as SQL over two addresses."""

from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Substr
from django.db.models.lookups import Exact

from canxie.duties.contacts.choices import REGISTERED
from canxie.engine.parameters.reading import settled
from canxie.engine.scoping.scope import subtree
from canxie.ground.divisions.models import Level


def addresses(prefix: str, on: date) -> tuple[Combinable, Combinable]:
    """Give the first and the second village of a person; `prefix` leads to the person, as in "person__".

    The second is "" for who lives where they are registered, for who is registered outside the
    county, and where the registered address is not known down to the village.
    """
    home, papers = F(f"{prefix}path"), F(f"{prefix}registered_code")
    apart = apart_from(prefix)
    first, second = registered_first(prefix, on), Value("")
    if first is None:
        return home, Case(When(apart, then=papers), default=second, output_field=CharField())
    return (
        Case(When(apart & first, then=papers), default=home, output_field=CharField()),
        Case(When(apart & first, then=home), When(apart, then=papers), default=second, output_field=CharField()),
    )


def apart_from(prefix: str) -> Q:
    """Both addresses are villages of one county, and not the same."""
    path, code = F(f"{prefix}path"), F(f"{prefix}registered_code")
    whole = Exact(Length(code), int(Level.VILLAGE))
    near = Exact(Substr(code, 1, int(Level.COUNTY)), Substr(path, 1, int(Level.COUNTY)))
    return Q(whole) & Q(near) & ~Q(Exact(code, path))


def registered_first(prefix: str, on: date) -> Q | None:
    """Where the county lets the registered address come first; None where no county does."""
    places = sorted(settled("contact.base", on=on).items(), key=lambda pair: len(pair[0]), reverse=True)
    if all(value.value != REGISTERED for _, value in places):
        return None
    found, elsewhere = Q(pk__in=[]), Q()
    for place, value in places:
        first, beyond = subtree(place) if place else ("", "99")
        inside = Q(**{f"{prefix}path__gte": first, f"{prefix}path__lt": beyond})
        if value.value == REGISTERED:
            found |= elsewhere & inside
        elsewhere &= ~inside
    return found
