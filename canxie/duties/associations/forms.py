"""What is filled in about associations: villages, moves, gaps, meetings, papers."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from canxie.duties.associations.actions import Wish
from canxie.duties.associations.choices import AssociationState, Form
from canxie.duties.associations.models import Association
from canxie.engine.files.fields import PhotoField
from canxie.mechanisms.matters.actions import Said
from canxie.mechanisms.matters.forms import MoveForm

Choices = Sequence[tuple[str, str]]


def day_input(**attributes: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


class Plain(forms.Form):
    """A form that tells what is missing itself, not the browser."""

    use_required_attribute = False


class VillagesForm(Plain):
    """Name, form and villages of an association. Each village beside the host has its own little row of fields."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label="残协名称", max_length=60, error_messages={"required": "请给残协起个名字。"})
    form = forms.ChoiceField(
        label="怎么设", choices=Form.choices, widget=forms.RadioSelect, error_messages={"required": "请选怎么设。"}
    )

    def __init__(
        self, *args: Any, host: str, choices: Choices, hosts: Choices = (), chosen: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.host, self.names = host, dict(choices)
        if hosts:
            self.fields["host"] = forms.ChoiceField(label="牵头村", choices=hosts, initial=host)
        self.fields["others"] = forms.MultipleChoiceField(
            label="和哪些村联合",
            choices=[pair for pair in choices if pair[0] != host],
            widget=forms.CheckboxSelectMultiple,
            initial=[*chosen],
            required=False,
            help_text="单独设的不用选。",
            error_messages={"invalid_choice": "选的村不在本县，请重新选。"},
        )
        self.fields["declared"] = forms.BooleanField(label="勾选的村都和牵头村相邻", required=False)
        for code, name in self.rows():
            self.fields[f"minutes_{code}"] = PhotoField(
                label=f"{name}的会议纪要", required=False, help_text="拍照或扫描，没有的先存，报县以前补上。"
            )

    def rows(self) -> list[tuple[str, str]]:
        """The villages that a field of minutes is shown for: those that are chosen, with the host."""
        sent = self["others"].value() or []
        return [(code, self.names[code]) for code in [self.host, *sent] if code in self.names] if sent else []

    def wishes(self) -> list[Wish]:
        told = self.cleaned_data
        host = told.get("host") or self.host
        codes = dict.fromkeys([self.host, host, *told["others"]])
        return [Wish(code, told["declared"] and code != host, told.get(f"minutes_{code}")) for code in codes]


class AssociationMoveForm(MoveForm):
    """What a move of an association's life asks for: its day may lie before the day it was entered."""

    def __init__(self, *args: Any, successors: Sequence[Association] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("consent", None)
        if "evidence" in self.fields and self.move.to != AssociationState.FILED:
            self.fields["evidence"].initial = ""  # what the township wrote is not the county's number
        if "photo" in self.fields:
            self.fields["photo"].label = "凭据照片"
            self.fields["photo"].help_text = "备案表、会议纪要、批复，拍清楚。"
        self.successors = {str(one.pk): one for one in successors}
        if self.successors:
            choices = [("", "没有"), *((key, one.name) for key, one in self.successors.items())]
            self.fields["successor"] = forms.ChoiceField(label="由哪个残协接着管", choices=choices, required=False)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        return on

    def clean(self) -> None:
        """A paper wants nobody's consent."""

    def said(self) -> Said:
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "successor")}
        return Said(**told, consent=True)

    def successor(self) -> Association | None:
        return self.successors.get(self.cleaned_data.get("successor", ""))


class GapForm(Plain):
    """Why a village is in a gap, and what is planned by when."""

    reason = forms.CharField(
        label="为什么还没有",
        max_length=100,
        help_text="写具体的，比如：主席人选没定。",
        error_messages={"required": "请写下为什么还没有。", "max_length": "最多 100 个字。"},
    )
    form = forms.ChoiceField(label="打算怎么设", choices=[("", "还没定"), *Form.choices], required=False)
    beside = forms.ChoiceField(label="和哪个村联合", required=False)
    due_on = forms.DateField(
        label="打算哪天前",
        required=False,
        widget=day_input(),
        help_text="不写，看板上就是“没有计划”。",
        error_messages={"invalid": "日期没有看懂，请写成 2026-12-15 这样。"},
    )

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beside"] = forms.ChoiceField(
            label="和哪个村联合", choices=[("", "不联合"), *villages], required=False
        )


class NeighbourForm(Plain):
    """That another village is near, and how far."""

    other = forms.ChoiceField(label="和哪个村相邻", error_messages={"required": "请选一个村。"})
    km = forms.DecimalField(
        label="相距多少公里",
        min_value=0,
        max_value=200,
        max_digits=4,
        decimal_places=1,
        error_messages={
            "required": "请写相距多少公里。",
            "invalid": "请写一个数，比如 1.5。",
            "min_value": "距离不能小于 0。",
            "max_value": "距离不能大于 200 公里。",
            "max_decimal_places": "最多写一位小数，比如 1.5。",
            "max_digits": "最多写一位小数，比如 1.5。",
            "max_whole_digits": "距离不能大于 200 公里。",
        },
    )

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.ChoiceField(
            label="和哪个村相邻", choices=[("", "请选择"), *villages], error_messages={"required": "请选一个村。"}
        )


class WiderForm(Plain):
    """The basis on which a county lets villages of several townships go together."""

    basis = forms.CharField(
        label="同意跨乡镇的依据", max_length=200, error_messages={"required": "请写下同意跨乡镇的依据。"}
    )


class PaperForm(Plain):
    """A paper, photographed or scanned."""

    title = forms.CharField(label="文件名称", max_length=60, error_messages={"required": "请写文件名称。"})
    dated = forms.DateField(
        label="文件日期",
        widget=day_input(),
        error_messages={"required": "请填文件上的日期。", "invalid": "日期没有看懂，请写成 2026-12-15 这样。"},
    )
    photo = PhotoField(label="照片或扫描件", help_text="一次一页，字要看得清。")
