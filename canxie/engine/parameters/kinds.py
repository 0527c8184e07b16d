"""The kinds of value a parameter can have: how one is asked for, kept as JSON, read and shown."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms


class Kind:
    """A kind keeps and reads a value as it is, unless it says otherwise."""

    def field(self) -> forms.Field:
        """Return the form field whose cleaned value is one of this kind."""
        raise NotImplementedError

    def keep(self, value: Any) -> Any:
        """Turn a cleaned value into what JSON holds."""
        return value

    def read(self, kept: Any) -> Any:
        return kept

    def fill(self, value: Any) -> Any:
        """Turn a value into what its form field shows first."""
        return value

    def show(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number of a unit: days, months, tries."""

    unit: str
    at_least: int = 0
    at_most: int = 3650

    def field(self) -> forms.Field:
        unit = self.unit.replace("%", "%%")
        messages = {
            "required": "请填一个数。",
            "invalid": "这里要填整数。",
            "min_value": f"不能小于 {self.at_least} {unit}。",
            "max_value": f"不能大于 {self.at_most} {unit}。",
        }
        return forms.IntegerField(min_value=self.at_least, max_value=self.at_most, error_messages=messages)

    def show(self, value: Any) -> str:
        return f"{value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Percent(Kind):
    """A share in whole percent."""

    def field(self) -> forms.Field:
        return Whole("%", 0, 100).field()

    def show(self, value: Any) -> str:
        return f"{value}%"


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A line of text."""

    max_length: int = 200

    def field(self) -> forms.Field:
        messages = {"required": "请填写。", "max_length": f"最多 {self.max_length} 个字。"}
        return forms.CharField(max_length=self.max_length, error_messages=messages)


class YesNo(Kind):
    """Yes or no."""

    def field(self) -> forms.Field:
        return forms.TypedChoiceField(
            choices=[("1", "是"), ("0", "否")],
            coerce=lambda said: said == "1",
            widget=forms.RadioSelect,
            error_messages={"required": "请选一个。"},
        )

    def fill(self, value: Any) -> Any:
        return "1" if value else "0"

    def show(self, value: Any) -> str:
        return "是" if value else "否"


class Day(Kind):
    """A day of the calendar."""

    def field(self) -> forms.Field:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, error_messages={"required": "请填日期。", "invalid": "日期没有看懂。"})

    def keep(self, value: Any) -> Any:
        return value.isoformat()

    def read(self, kept: Any) -> Any:
        return date.fromisoformat(kept)

    def show(self, value: Any) -> str:
        return f"{value.year}年{value.month}月{value.day}日"


@dataclass(frozen=True, slots=True)
class One(Kind):
    """One of some choices."""

    choices: tuple[tuple[str, str], ...]

    def field(self) -> forms.Field:
        return forms.ChoiceField(
            choices=self.choices, widget=forms.RadioSelect, error_messages={"required": "请选一个。"}
        )

    def show(self, value: Any) -> str:
        return dict(self.choices)[value]


@dataclass(frozen=True, slots=True)
class Several(Kind):
    """Any number of some choices, none too. Read as a tuple in the order of the choices."""

    choices: tuple[tuple[str, str], ...]

    def field(self) -> forms.Field:
        return forms.MultipleChoiceField(choices=self.choices, widget=forms.CheckboxSelectMultiple, required=False)

    def read(self, kept: Any) -> Any:
        return tuple(key for key, _ in self.choices if key in kept)

    def fill(self, value: Any) -> Any:
        return [*value]

    def show(self, value: Any) -> str:
        return "、".join(label for key, label in self.choices if key in value) or "都不"


class Listing(forms.CharField):
    """Several words in one field, with a Chinese comma or the like between them."""

    def to_python(self, value: Any) -> Any:
        return [*dict.fromkeys(filter(None, re.split(r"[、，,；;\s]+", super().to_python(value) or "")))]


class Numbers(Listing):
    """Several whole numbers in one field."""

    def to_python(self, value: Any) -> Any:
        parts = super().to_python(value)
        if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            raise forms.ValidationError("只写整数，中间用顿号隔开，例如 12、6、3。")
        return [*map(int, parts)]


@dataclass(frozen=True, slots=True)
class Words(Kind):
    """A list of words. Read as a tuple in the order written."""

    def field(self) -> forms.Field:
        return Listing(max_length=400, help_text="中间用顿号隔开。", error_messages={"required": "请至少写一个。"})

    def read(self, kept: Any) -> Any:
        return tuple(kept)

    def fill(self, value: Any) -> Any:
        return "、".join(value)

    def show(self, value: Any) -> str:
        return "、".join(value)


@dataclass(frozen=True, slots=True)
class Wholes(Kind):
    """A list of whole numbers of one unit. Read as a tuple in the order written."""

    unit: str

    def field(self) -> forms.Field:
        return Numbers(max_length=100, help_text="中间用顿号隔开。", error_messages={"required": "请至少写一个数。"})

    def read(self, kept: Any) -> Any:
        return tuple(kept)

    def fill(self, value: Any) -> Any:
        return "、".join(map(str, value))

    def show(self, value: Any) -> str:
        return f"{'、'.join(map(str, value))} {self.unit}"
