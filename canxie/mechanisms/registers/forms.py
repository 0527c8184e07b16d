"""What is asked before a register leaves the screen."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

USUAL = ["年度归档", "上级检查", "走访核对", "会议讨论"]


class PurposeForm(forms.Form):
    """What the copy is for. It stands on the copy, and on the trail."""

    purpose = forms.CharField(
        label="用途",
        min_length=2,
        max_length=60,
        help_text=f"一句话写清楚，例如：{'、'.join(USUAL)}。会写在这一份上，也会记下来。",
        error_messages={
            "required": "请写用途，例如年度归档。",
            "min_length": "用途写得太短，别人看不懂。",
            "max_length": "用途最多 60 个字。",
        },
    )


class PaperForm(PurposeForm):
    large = forms.BooleanField(label="大字版，只印主要的列", required=False)


class ExportForm(PurposeForm):
    """A file: which columns, and where the county lets it whether numbers stand in full.

    The id is made with the page, so that a second press asks for nothing more.
    """

    whole = forms.BooleanField(label="带完整的证号和电话，每次都要另一个人批", required=False)
    ask = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, columns: Sequence[str], may_whole: bool) -> None:
        super().__init__(data, initial={"columns": columns, "ask": uuid4()})
        choices = [(label, label) for label in columns]
        self.fields["columns"] = forms.MultipleChoiceField(
            label="要哪些列",
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text="用不着的就去掉，少带一列，少一分泄露。",
            error_messages={"required": "请至少选一列。"},
        )
        self.order_fields(["purpose", "columns", "whole", "ask"])
        if not may_whole:
            del self.fields["whole"]


class DecisionForm(forms.Form):
    """Whether a file may be made that somebody else asked for. Whoever says no says why."""

    agrees = forms.TypedChoiceField(
        label="批不批",
        choices=[("1", "批，可以导出"), ("0", "不批")],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选批还是不批。"},
    )
    words = forms.CharField(
        label="对申请人说的话",
        max_length=200,
        required=False,
        help_text="不批的时候一定要写为什么，或者该怎么改。",
        error_messages={"max_length": "最多 200 个字。"},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("agrees") is False and not said.get("words"):
            self.add_error("words", "请写为什么不批，或者该怎么改。")
        return said
