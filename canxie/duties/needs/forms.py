"""What is filled in for a need outside of a visit, and what narrows the list down."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from canxie.ground.registry.models import Person
from canxie.mechanisms.matters.forms import MatterForm
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.listing import SORTS
from canxie.mechanisms.matters.models import FoundBy

NEED = "need"
RULES = kinds[NEED]


class NeedForm(MatterForm):
    """A need that somebody came in or rang up with. The fields of every matter, whose it is, and who found it."""

    found_by = forms.ChoiceField(
        label="谁提出的", choices=FoundBy.choices, initial=FoundBy.ASKED, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, kind=NEED, **kwargs)
        self.people = {str(person.pk): person for person in people}
        whose = [("", "全家的事"), *[(key, person.name) for key, person in self.people.items()]]
        self.fields["person"] = forms.ChoiceField(
            label="谁的需求", choices=whose, required=False, initial=whose[1][0] if len(people) == 1 else ""
        )
        self.order_fields(["matter_id", "person", "words", "category", "owner", "urgent", "found_by"])

    @property
    def whose(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class ListForm(forms.Form):
    """The conditions of the list; each may stay open."""

    state = forms.ChoiceField(label="办到哪一步", required=False)
    category = forms.ChoiceField(label="哪一类", required=False)
    place = forms.ChoiceField(label="哪里", required=False)
    sort = forms.ChoiceField(label="排序", required=False, choices=[(key, label) for key, (_, label) in SORTS.items()])
    mine = forms.BooleanField(label="只看我负责的", required=False)
    overdue = forms.BooleanField(label="只看超时的", required=False)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(key, state.label) for key, state in RULES.states.items()]
        categories = [(key, category.label) for key, category in RULES.categories.items()]
        self.fields["state"] = forms.ChoiceField(
            label="办到哪一步", required=False, choices=[("", "没办完的"), *states]
        )
        self.fields["category"] = forms.ChoiceField(label="哪一类", required=False, choices=[("", "全部"), *categories])
        self.fields["place"] = forms.ChoiceField(label="哪里", required=False, choices=[("", "全部"), *places])
