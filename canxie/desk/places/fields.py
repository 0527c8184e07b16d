"""One place out of tens of thousands: typed by part of its name, its letters or its code; chosen when that is several.

The form works as it stands. With JavaScript the same text field offers what it finds while one types (`picker.js`).
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy

from canxie.engine.ui.controls import Hinted
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.divisions.search import find

HELP = "写名字里的字、拼音首字母或者区划代码，例如“槐里”“hlc”。"
CODE = re.compile(r"(?:^|\s)(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")
"""A code at the end: what the picker writes behind a name."""


class PlaceForm(forms.Form):
    """A form in which one place is said, inside some others. `place_at` gives its code once both fields are clean."""

    where = forms.CharField(
        label="在哪里",
        help_text=HELP,
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-places": reverse_lazy("desk:places_find")}),
        error_messages={"max_length": "地名没有这么长。"},
    )
    which = forms.ChoiceField(label="是哪一个", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, inside: Sequence[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inside, self.on, self.found = inside, on, list[Division]()
        which = self.fields["which"]
        assert isinstance(which, forms.ChoiceField)  # noqa: S101 - declared so above
        if text := str(self.data.get(self.add_prefix("where"), "")):
            self.found = matching(text, inside, on)
            which.choices = choices(self.found, on)

    @property
    def is_choice(self) -> bool:
        """Say whether what was typed is several places, one of which has to be chosen."""
        return len(self.found) > 1

    def place_at(self, level: int) -> str:
        """Give the code of the place, one of a level; with an error on the field when it is none, or not one alone."""
        if level in map(len, self.inside) and not self.cleaned_data.get("where"):
            return next(path for path in self.inside if len(path) == level)
        fitting = {one.code for one in self.found if one.level == level}
        if (chosen := self.cleaned_data.get("which", "")) in fitting:
            return str(chosen)
        if len(fitting) == 1:
            return next(iter(fitting))
        if not self.cleaned_data.get("where"):
            self.add_error("where", "请写在哪里。")
        elif fitting:
            which = self.fields["which"]
            assert isinstance(which, forms.ChoiceField)  # noqa: S101 - declared so above
            self.found = [one for one in self.found if one.code in fitting]
            which.choices = choices(self.found, self.on)
            self.add_error("which", f"像的有 {len(fitting)} 个，选一个。")
        else:
            self.add_error("where", "没有找到这个地方。换几个字，或者写区划代码。")
        return ""


def matching(text: str, inside: Sequence[str], on: date) -> list[Division]:
    """List the places that a text may mean, inside some others or one of them."""
    if code := CODE.search(text.strip()):
        exact = Division.objects.valid_on(on).filter(code=code[1]).order_by("code")
        if found := [one for one in exact if any(one.code.startswith(path) for path in inside)]:
            return found
    own = Division.objects.valid_on(on).filter(code__in=inside, name__contains=text.strip()).order_by("code")
    below = [one for path in inside for one in find(text, inside=path, on=on)]
    return [*{one.code: one for one in [*own, *below]}.values()]


def choices(found: Sequence[Division], on: date) -> list[tuple[str, Hinted]]:
    """Offer places by name, each with what it lies in."""
    names = Names(code for one in found for code in above(one.code))
    return [(one.code, Hinted(one.name, where(one.code, names, on))) for one in found]


def above(code: str) -> list[str]:
    return [code[:length] for length in (6, 9) if length < len(code)]


def where(code: str, names: Names, on: date) -> str:
    return f"{lies_in(code, names, on)} {code}".strip()


def lies_in(code: str, names: Names, on: date) -> str:
    """Name county and township that a place lies in."""
    return "".join(names(own, on) for own in above(code))
