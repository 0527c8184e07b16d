"""What the writer of a form had seen of what is stored, and both texts when somebody else has stored others since.

A form carries the version it was opened with, hidden, as `seen`. Whoever saves holds the row,
compares, and shows both texts when they differ; sending the form again then overwrites knowingly.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.utils.crypto import constant_time_compare, salted_hmac

Both = tuple[str, str, str]
"""The label of a field, what somebody else has stored there, and what was typed here."""


@dataclass
class Opened:
    """What the page of a form shows: `seen` says which version was opened, `theirs` what others have stored since."""

    form: Form
    seen: str = ""
    theirs: list[Both] = field(default_factory=list)

    @property
    def status(self) -> int:
        """409 over what somebody else has stored, 422 over one's own mistake, perhaps in another form."""
        return 409 if self.theirs else 422 if self.form.is_bound else 200


def version(stored: Mapping[str, Any]) -> str:
    """Digest what a form showed, keyed: it stands in the page, and tells nothing of the numbers in it."""
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, default=str)
    return salted_hmac("canxie.seen", text).hexdigest()


def is_as_seen(seen: str, stored: Mapping[str, Any]) -> bool:
    return constant_time_compare(seen, version(stored))


def both_texts(form: Form, stored: Mapping[str, Any], *, without: Collection[str] = ()) -> list[Both]:
    """List where what is stored differs from what was typed; `without` names fields that are shown to nobody."""
    found = []
    for bound in form:
        if bound.name not in stored or bound.name in without:
            continue
        choices = dict(getattr(bound.field, "choices", ()))
        theirs, mine = (in_words(value, choices) for value in (stored[bound.name], form.cleaned_data.get(bound.name)))
        if theirs != mine:
            found.append((str(bound.label), theirs, mine))
    return found


def in_words(value: Any, choices: Mapping[Any, Any]) -> str:
    match value:
        case None | "" | []:
            return "空着"
        case bool():
            return "是" if value else "不是"
        case list():
            return "、".join(str(label) for key, label in choices.items() if key in value)
    return str(choices.get(value, value))
