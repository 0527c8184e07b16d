"""Finding people by what one knows of them: a name, its letters, a number, the last four, a telephone, a village."""

import re
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from canxie.engine.scoping.scope import subtree
from canxie.engine.sealing.seals import blind
from canxie.ground.divisions.models import Division, Level
from canxie.ground.registry.models import Certificate, Person, Phone
from canxie.ground.registry.naming import COUNTY, phone_index, tail_index
from canxie.kernel import identity, names

IDENTIFIER = re.compile(r"\d{17}[\dX]", re.ASCII)
CERTIFICATE = re.compile(r"\d{17}[\dX]\d{2}(B\d{0,2})?", re.ASCII)
TAIL = re.compile(r"\d{3}[\dX]", re.ASCII)
TELEPHONE = re.compile(r"\d{7,12}", re.ASCII)
LETTERS = re.compile(r"[a-z ]+", re.ASCII)

BEYOND = "\U0010ffff"
"""No text that begins with a prefix sorts behind the prefix with this: neither by bytes nor by ICU."""

SOUND = 3
"""As many letters may be the beginning of a sound; fewer are taken for the first letters of a name."""

VILLAGES = 20
FEW = 500
"""As many keys as a condition names one by one."""


def found(text: str, paths: Sequence[str]) -> Q:
    """Give the condition for those whom `text` names, for rows that lie within `paths`.

    Numbers are found by their blind indexes alone. A name is found from its beginning, by a
    range that an index reads; within a township or less by any part of it.
    """
    number = re.sub(r"[-()]", "", identity.clean(text))
    if IDENTIFIER.fullmatch(number):
        return Q(identifier_index=blind("identifier", number))
    if CERTIFICATE.fullmatch(number):
        return Q(pk__in=Certificate.objects.filter(number_index=blind("certificate", number)).values("person"))
    if TAIL.fullmatch(number):
        return Q(tail_index__in=[tail_index(number, county) for county in {path[:COUNTY] for path in paths}])
    if TELEPHONE.fullmatch(number):
        return Q(pk__in=Phone.objects.filter(number_index=phone_index(number)).values("person"))
    letters = " ".join(text.casefold().split())
    if LETTERS.fullmatch(letters):
        return by_sound(letters, paths)
    return by_name(names.search_key(text), paths)


def by_sound(letters: str, paths: Sequence[str]) -> Q:
    """Take letters for the first ones of the sounds, or for the beginning of the whole."""
    ways = [beginning("initials", letters.replace(" ", ""))]
    return few([*ways, beginning("name_sort", letters)] if len(letters) >= SOUND else ways, paths)


def by_name(key: str, paths: Sequence[str]) -> Q:
    """Take it for a name, or for the beginning of a village's."""
    small = all(len(path) >= Level.TOWNSHIP for path in paths)
    ways = [Q(name_key__contains=key) if small else beginning("name_key", key)]
    if len(key) > 1 and (called := villages(key, paths)):
        ways.append(Q(path__in=called))
    return ways[0] if small and len(ways) == 1 else few(ways, paths)


def few(ways: Sequence[Q], paths: Sequence[str]) -> Q:
    """Give those whom one of the ways finds, by their keys.

    Each way alone is read in its own index; joined by "or" they would be none's.
    """
    keys, here = set[UUID](), by_village(paths)
    for way in ways:
        rows = Person.objects.filter(here, way).order_by()
        keys |= {*rows.values_list("pk", flat=True)[: FEW + 1]}
        if len(keys) > FEW:
            every = [Person.objects.filter(here, way).values("pk") for way in ways]
            return reduce(or_, [Q(pk__in=rows) for rows in every])
    return Q(pk__in=keys)


def within(paths: Sequence[str]) -> Q:
    """Say that a row lies in one of some places."""
    return reduce(or_, [Q(path__gte=first, path__lt=past) for first, past in map(subtree, paths)])


def by_village(paths: Sequence[str]) -> Q:
    """Say the same for an index that goes on with another column; a wide place by its codes too.

    In a range of paths such an index is read from end to end; in one village after the other it finds a name at once.
    """
    wide = [path for path in paths if len(path) < Level.TOWNSHIP]
    ways = [within([path]) & Q(path__in=Division.objects.below(path).values("code")) for path in wide]
    return reduce(or_, [*ways, *(within([path]) for path in paths if path not in wide)])


def villages(name: str, paths: Sequence[str]) -> list[str]:
    """Give the codes of the villages within `paths` whose name, now or once, begins like this."""
    inside = Division.objects.none()
    for path in paths:
        inside |= Division.objects.below(path)
    called = inside.filter(level=Level.VILLAGE, name__startswith=name).order_by("code").distinct()
    return [*called.values_list("code", flat=True)[:VILLAGES]]


def beginning(field: str, text: str) -> Q:
    """Say that a field begins with a text: by a range for the index, and exactly."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + BEYOND, f"{field}__startswith": text})


def namesakes(name: str, born_on: date, place: str, *, number: str = "") -> list[Person]:
    """Those of the same name and birth date in the county of a place, also where the reader does not look.

    For whoever enters somebody: it may be the same person. Not who has the very `number`: that
    one is refused anyway. What of them is told is the page's business.
    """
    found = Person.objects.filter(within([place[:COUNTY]]), name_key=names.search_key(name), born_on=born_on)
    found = found.exclude(identifier_index=blind("identifier", number)) if number else found
    return [*found.order_by("path", "pk")]


def is_number(text: str) -> bool:
    """Say whether a text is a number that names somebody: pages do not repeat it."""
    return bool(re.fullmatch(r"\d{5,}[\dXB]*", re.sub(r"[-()]", "", identity.clean(text)), re.ASCII))
