"""What is filled in about a meeting: its day and agenda, then who came, what was said and what was resolved."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from canxie.duties.associations.actions import Held, Resolved
from canxie.duties.associations.forms import Plain, day_input
from canxie.duties.associations.kinds import RESOLUTION
from canxie.duties.associations.published import Member
from canxie.engine.files.fields import PhotoField
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.offices import Office, first_owner

ITEMS, NAME = 30, 30
BAD_DAY = "日期没有看懂，请写成 2026-12-15 这样。"


class MeetingForm(Plain):
    """A meeting that is to be held."""

    meeting_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label="什么会", max_length=60, error_messages={"required": "请写是什么会。"})
    on = forms.DateField(
        label="定在哪天", widget=day_input(), error_messages={"required": "请定一天。", "invalid": BAD_DAY}
    )
    agenda = forms.CharField(
        label="议题",
        help_text="一行一个。已经按没办完的需求、逾期的走访、上次的决定列好，可以改。",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={"required": "请至少写一个议题。"},
    )

    def clean_agenda(self) -> str:
        text: str = self.cleaned_data["agenda"]
        if len(lines(text)) > ITEMS:
            raise forms.ValidationError(f"议题最多 {ITEMS} 个，一次会说不完。")
        return text

    def items(self) -> list[str]:
        return lines(self.cleaned_data["agenda"])


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class HeldForm(Plain):
    """A meeting that was held."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(
        label="哪天开的", widget=day_input(), error_messages={"required": "请填哪天开的。", "invalid": BAD_DAY}
    )
    others = forms.CharField(
        label="还有谁到会",
        required=False,
        help_text="一行一个名字。",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    minutes = forms.CharField(
        label="会上说了什么", required=False, widget=forms.Textarea(attrs={"rows": 8}), max_length=20000
    )
    photo = PhotoField(label="会议记录的照片", required=False, help_text="纸上记的，拍一张就行。")

    def __init__(self, *args: Any, members: Sequence[Member], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.members = {str(number): one for number, one in enumerate(members)}
        if self.members:
            choices = [(key, f"{one.name}（{one.office}）") for key, one in self.members.items()]
            self.fields["came"] = forms.MultipleChoiceField(
                label="谁到会了",
                choices=choices,
                initial=[*self.members],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["version", "on", "came", "others", "minutes", "photo"])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("会还没开，日期不能晚于今天。")
        return on

    def clean_others(self) -> str:
        text: str = self.cleaned_data["others"]
        if long := next((line for line in lines(text) if len(line) > NAME), ""):
            raise forms.ValidationError(f"“{long[:10]}…”太长，一行只写一个名字。")
        return text

    def held(self, resolved: Sequence[Resolved]) -> Held:
        told = self.cleaned_data
        came = {one: key in told.get("came", []) for key, one in self.members.items()}
        named = {one.name for one in came}
        came |= {Member(name, ""): True for name in lines(told["others"]) if name not in named}
        return Held(told["on"], [*came.items()], told["minutes"], told["photo"], resolved)


class ResolutionForm(forms.Form):
    """One resolution. With `empty_permitted=True`, one in which nothing was typed says nothing."""

    resolution_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = forms.CharField(
        label="决定了什么",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写决定了什么。", "max_length": "最多 500 个字。"},
    )
    category = forms.ChoiceField(label="谁来办", initial="association")
    owner = forms.ChoiceField(label="谁盯着", error_messages={"required": "请选谁盯着。"})
    due_on = forms.DateField(
        label="哪天前办完", required=False, widget=day_input(), error_messages={"invalid": BAD_DAY}
    )

    def __init__(self, *args: Any, offices: Sequence[Office], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offices = {office.key: office for office in offices}
        categories = [(key, one.label) for key, one in kinds[RESOLUTION].categories.items()]
        self.fields["category"] = forms.ChoiceField(label="谁来办", choices=categories, initial="association")
        self.fields["owner"] = forms.ChoiceField(
            label="谁盯着",
            choices=[(office.key, office.label) for office in offices],
            initial=first_owner(offices).key,
            error_messages={"required": "请选谁盯着。", "invalid_choice": "这位已经不在岗，请重新选。"},
        )

    def has_changed(self) -> bool:
        return bool({"words", "due_on"} & set(self.changed_data))

    @property
    def says_something(self) -> bool:
        return bool(self.cleaned_data)

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError("办完的日子不能早于今天。")
        return due_on

    def resolved(self) -> Resolved:
        told = self.cleaned_data
        return Resolved(
            told["resolution_id"], told["words"], told["category"], self.offices[told["owner"]], told["due_on"]
        )
