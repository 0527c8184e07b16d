"""What is filled in about groups."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from canxie.duties.groups.actions import Draft
from canxie.duties.groups.choices import Basis, How, Result
from canxie.duties.groups.models import Membership
from canxie.duties.groups.rules import name_refused
from canxie.engine.ui.controls import Hinted
from canxie.ground.accounts.models import User
from canxie.ground.registry.choices import Category
from canxie.ground.registry.models import Person

HINTS = {
    Basis.COUNT: "人多，分成几个差不多大的组",
    Basis.AREA: "住得近的一组，比如一组到三组",
    Basis.CATEGORY: "类别只有能看档案的人看得到，名称里不能写",
}


def a_day(label: str, today: date, missing: str, hint: str = "") -> forms.DateField:
    """Ask for a day that is not to come."""
    return forms.DateField(
        label=label,
        help_text=hint,
        initial=today,
        widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "日期没有看懂。"},
    )


class Dated(forms.Form):
    """A form that knows today; `use_required_attribute` is off, so that our own sentences are read."""

    use_required_attribute = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class GroupForm(Dated):
    """A new group. By category only for those who may read the files there (`by_category`)."""

    name = forms.CharField(
        label="小组名称",
        help_text="谁都看得到，不写残疾类别。比如：第一小组、河东小组。",
        max_length=20,
        error_messages={"required": "请写下小组的名称。", "max_length": "最多 20 个字。"},
    )
    basis = forms.ChoiceField(label="怎么分的", widget=forms.RadioSelect, error_messages={"required": "请选怎么分的。"})
    area = forms.CharField(
        label="哪一片",
        required=False,
        max_length=60,
        help_text="按片区分的写，比如：一组、二组。",
        error_messages={"max_length": "最多 60 个字。"},
    )
    decided = forms.CharField(
        label="怎么定的",
        help_text="比如：残协会议，11月20日。",
        max_length=200,
        error_messages={"required": "请写下怎么定的，比如哪天的会。", "max_length": "最多 200 个字。"},
    )

    def __init__(self, *args: Any, by_category: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [basis for basis in Basis if by_category or basis != Basis.CATEGORY]
        self.fields["basis"] = forms.ChoiceField(
            label="怎么分的",
            choices=[(basis.value, Hinted(basis.label, HINTS[basis])) for basis in offered],
            widget=forms.RadioSelect,
            error_messages={"required": "请选怎么分的。"},
        )
        if by_category:
            self.fields["category"] = forms.ChoiceField(
                label="哪一类",
                required=False,
                choices=[("", "请选择"), *Category.choices],
                help_text="按类别分的选。只有能看档案的人看得到。",
            )
        self.fields["since"] = a_day("哪天设立的", self.today, "请选设立的日期。")
        self.order_fields(["name", "basis", "category", "area", "decided", "since"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if sentence := name_refused(name):
            raise forms.ValidationError(sentence)
        return name

    def draft(self) -> Draft:
        said = self.cleaned_data
        basis = Basis(said["basis"])
        category = said.get("category", "") if basis == Basis.CATEGORY else ""
        return Draft(said["name"], basis, said["decided"], category, said["area"])


class JoinForm(Dated):
    """Who joins a group."""

    def __init__(self, *args: Any, people: Iterable[tuple[Person, Hinted]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*people]
        self.people = {str(person.pk): person for person, _ in offered}
        self.fields["people"] = forms.MultipleChoiceField(
            label="谁加入",
            choices=[(str(person.pk), label) for person, label in offered],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "请选要加入的人。",
                "invalid_choice": "选的人里有的已经在别的小组，或者不在册了，请重新选。",
            },
        )
        self.fields["since"] = a_day("哪天加入的", self.today, "请选加入的日期。")

    def chosen(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data["people"]]


class EndForm(Dated):
    """The last day of something, and why it ends: `on` is the first day without it."""

    def __init__(self, *args: Any, label: str, why: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = a_day(label, self.today, "请选日期。")
        self.fields["why"] = forms.CharField(
            label=why,
            max_length=100,
            error_messages={"required": "请写下为什么。", "max_length": "最多 100 个字。"},
        )


class LeaderForm(Dated):
    """Who leads: one of the members, or somebody by name; with an account, the leader sees the members' telephones."""

    def __init__(self, *args: Any, people: Sequence[tuple[Person, Hinted]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _ in people}
        self.fields["person"] = forms.ChoiceField(
            label="选哪一位组员",
            required=False,
            choices=[("", "不是组员，在下面写姓名"), *[(str(person.pk), str(label)) for person, label in people]],
            error_messages={"invalid_choice": "这位已经不在组里，请重新选。"},
        )
        self.fields["name"] = forms.CharField(
            label="姓名", required=False, max_length=60, help_text="不是组员的写，比如组员的家人。"
        )
        self.fields["account"] = forms.CharField(
            label="账号用户名",
            required=False,
            max_length=60,
            help_text="有账号的写，组长就能看到自己组员的姓名、地址和电话。没有就空着。",
        )
        self.fields["chosen"] = forms.CharField(
            label="怎么选的",
            max_length=100,
            help_text="比如：11月20日组员一起推选。",
            error_messages={"required": "请写下怎么选的，比如哪天组员一起推选。", "max_length": "最多 100 个字。"},
        )

    def clean_account(self) -> User | None:
        username = self.cleaned_data["account"].strip()
        user = User.objects.filter(username=username, is_active=True).first() if username else None
        if username and user is None:
            raise forms.ValidationError("没有这个账号。先空着，县残联开了账号再来补。")
        return user

    def clean(self) -> None:
        if not self.errors and not self.cleaned_data["person"] and not self.cleaned_data["name"].strip():
            self.add_error("person", "请选一位组员，或者写下组长的姓名。")

    @property
    def chosen_person(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class WhyForm(Dated):
    """Why a leader leads no longer."""

    why = forms.CharField(
        label="为什么不当组长了",
        max_length=100,
        error_messages={"required": "请写下为什么。", "max_length": "最多 100 个字。"},
    )


class TellForm(Dated):
    """Who was told how."""

    def __init__(self, *args: Any, members: Iterable[tuple[Membership, Hinted]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.TypedMultipleChoiceField(
            label="告诉了谁",
            coerce=UUID,
            choices=[(str(one.pk), label) for one, label in members],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "请选告诉了谁。", "invalid_choice": "有的人已经退出，请重新选。"},
        )
        self.fields["how"] = forms.ChoiceField(
            label="怎么告诉的",
            choices=How.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "请选怎么告诉的。"},
        )
        self.fields["on"] = a_day("哪天告诉的", self.today, "请选日期。")


class ReviewForm(Dated):
    """What a review of a group came to."""

    took_part = forms.CharField(
        label="谁参加了",
        max_length=200,
        help_text="比如：组员 12 位、组长、残协主席。",
        error_messages={"required": "请写下谁参加了。", "max_length": "最多 200 个字。"},
    )
    result = forms.ChoiceField(
        label="结果",
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选结果。"},
    )
    said = forms.CharField(
        label="大家怎么说",
        required=False,
        max_length=200,
        help_text="不写残疾类别。",
        error_messages={"max_length": "最多 200 个字。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = a_day("哪天评议的", self.today, "请选评议的日期。")
        self.order_fields(["on", "took_part", "result", "said"])
