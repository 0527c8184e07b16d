"""Find a division inside another by what people type: part of its name, its initials, its sound, its code."""

from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import Replace

from canxie.ground.divisions.models import Division

MANY = 20


def find(text: str, *, inside: str, on: date, most: int = MANY) -> list[Division]:
    """List what matches on a day, larger divisions first, then by sound. Blanks do not count.

    Digits are a code, whole or as it goes on after that of `inside`, or a number in a name;
    letters begin the initials or the sound; all else is part of a name. `inside` "" is the
    whole country.
    """
    typed = "".join(text.split()).lower()
    if not typed:
        return []
    there = Division.objects.valid_on(on).below(inside).exclude(code=inside)
    found = there.annotate(unbroken=Replace("sound", Value(" "), Value(""))).filter(means(typed, inside))
    return [*found.order_by("level", "sound", "code")[:most]]


def means(typed: str, inside: str) -> Q:
    """
    >>> means("榆岭", "37")
    <Q: (AND: ('name__contains', '榆岭'))>
    """
    if not typed.isascii():
        return Q(name__contains=typed)
    if typed.isdecimal():
        return Q(name__contains=typed) | Q(code__startswith=typed) | Q(code__startswith=inside + typed)
    return Q(name__icontains=typed) | Q(initials__startswith=typed) | Q(unbroken__startswith=typed)
