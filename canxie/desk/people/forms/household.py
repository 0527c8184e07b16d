"""What is asked about a household, who is of the family, and whom somebody is joined to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from canxie.desk.people.forms.fields import NameField, Part, TelephoneField, asked, day, one_of, words
from canxie.ground.registry.choices import Relation
from canxie.ground.registry.models import Household, Person, Relative
from canxie.kernel import contacts


class HouseholdForm(Part):
    """Where a family lives, and what every visit should know. A door that the address names need not be typed again."""

    head = NameField("户主姓名")
    address = words("现住地址", most=200, hint="例如：槐里村三组17号。")
    group = words("村民小组", most=20)
    door = words("门牌", most=20)
    number = words("户号", most=30)
    lives_alone = asked("独居")
    aged_carer = asked("以老养残")
    shock = words("近期变故", most=100, hint="例如：照顾人去世，火灾。")
    shock_on = day("变故日期")

    @classmethod
    def stored(cls, subject: Household | None) -> dict[str, Any]:
        return {name: getattr(subject, name) for name in cls.base_fields} if subject else {}

    def clean_shock_on(self) -> date | None:
        return self.not_in_future("shock_on")

    def clean(self) -> dict[str, Any]:
        read = contacts.address(self.cleaned_data.get("address", ""))
        self.cleaned_data["group"] = self.cleaned_data.get("group") or read.group
        self.cleaned_data["door"] = self.cleaned_data.get("door") or read.door
        return self.cleaned_data


class NewHouseholdForm(HouseholdForm):
    """A household that is not in the registry yet, in one of the villages where the writer may enter one."""

    village = one_of("村（社区）", [], required=True)
    head = NameField("户主姓名", required=False)

    later = frozenset({"number", "lives_alone", "aged_carer", "shock", "shock_on"})
    field_order = ("village", "address", "group", "door", "head")

    def __init__(
        self, data: Mapping[str, Any] | None, *, subject: None, today: date, villages: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data, subject=subject, today=today, prefix="home")
        self.fields["head"].help_text = "户主就是下面这个人的，空着。"
        self.fields["village"].choices = villages  # type: ignore[attr-defined]


class RelativeForm(Part):
    """Someone of the family who is not in the registry."""

    kept_back = frozenset({"phone"})

    name = NameField()
    relation = words("与户主关系", most=30)
    phone = TelephoneField()
    lives_here = forms.BooleanField(label="同住", required=False)
    emergency = forms.BooleanField(label="紧急联系人", required=False)

    @classmethod
    def stored(cls, subject: Relative | None) -> dict[str, Any]:
        if subject is None:
            return {}
        plain = {name: getattr(subject, name) for name in cls.base_fields if name != "phone"}
        return plain | {"phone": subject.phone.clear() if subject.phone else ""}


class JoinForm(Part):
    """Another household of the village that somebody belongs to."""

    household = one_of("哪一户", [], required=True)
    relation = one_of("与那户户主的关系", Relation.choices, required=True)

    def __init__(self, data: Mapping[str, Any] | None, *, subject: Person, today: date) -> None:
        super().__init__(data, subject=subject, today=today)
        self.beside = {str(one.pk): one for one in subject.neighbours().order_by("group", "door", "pk")}
        self.fields["household"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.group}{one.door} {one}") for key, one in self.beside.items()
        ]

    @classmethod
    def stored(cls, subject: Person) -> dict[str, Any]:
        return {"household": str(subject.household_id), "relation": Relation.OTHER}

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data | {"chosen": self.beside.get(self.cleaned_data.get("household", ""))}
