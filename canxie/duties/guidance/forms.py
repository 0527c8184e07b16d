"""What is filled in to give a task, and what narrows the list down."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from canxie.duties.guidance.actions import Given
from canxie.duties.guidance.choices import LINES, TASK
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.listing import SORTS

LISTED = [("yes", "在清单里"), ("no", "不在清单里，专职委员可以提出异议")]


class GiveForm(forms.Form):
    """One task, for one village or for many. Whoever has one village is not asked which."""

    task_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label="要办什么",
        help_text="一句话说清办什么、办到什么样。",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "请写下要办什么。", "max_length": "最多 2000 个字。"},
    )
    basis = forms.CharField(
        label="依据",
        help_text="哪个文件、哪次会。比如：示例县残联〔2026〕8号文；村“两委”会，11月20日。",
        max_length=200,
        error_messages={
            "required": "请写下依据：哪个文件、哪次会，没有依据的任务不能交办。",
            "max_length": "最多 200 个字。",
        },
    )
    listed = forms.ChoiceField(
        label="在不在社区工作事项清单里",
        choices=LISTED,
        widget=forms.RadioSelect,
        error_messages={"required": "请选在不在清单里。"},
    )
    list_item = forms.CharField(
        label="清单里哪一项",
        required=False,
        max_length=100,
        help_text="照清单上的写，比如：协助核对两项补贴。",
        error_messages={"max_length": "最多 100 个字。"},
    )
    until = forms.DateField(
        label="哪天以前办完",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选办完的日期。", "invalid": "日期没有看懂。"},
    )
    everywhere = forms.BooleanField(required=False)
    villages = forms.MultipleChoiceField(required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, places: Mapping[str, Any], until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["until"].initial = until
        if len(places) == 1:
            del self.fields["everywhere"], self.fields["villages"]
        else:
            self.fields["everywhere"].label = f"全部 {len(places)} 个村（社区）"
            self.fields["villages"] = forms.MultipleChoiceField(
                label="交给哪些村",
                choices=[*places.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "有的村已经不在这里，请重新选。"},
            )

    def clean(self) -> None:
        if self.cleaned_data.get("listed") == "yes" and not self.cleaned_data.get("list_item"):
            self.add_error("list_item", "请写下是清单里哪一项。")
        if not self.chosen() and "villages" not in self.errors:
            self.add_error("villages", "请选交给哪些村。")

    def chosen(self) -> list[str]:
        """Name the villages that get it."""
        if "villages" not in self.fields or self.cleaned_data.get("everywhere"):
            return [*self.places]
        return [*self.cleaned_data.get("villages", [])]

    def task(self) -> Given:
        said = self.cleaned_data
        list_item = said["list_item"] if said["listed"] == "yes" else ""
        return Given(said["task_id"], said["text"], said["basis"], said["until"], list_item)


class ListForm(forms.Form):
    """The conditions of the list; each may stay open."""

    state = forms.ChoiceField(label="办到哪一步", required=False)
    category = forms.ChoiceField(label="哪条线", required=False, choices=[("", "两条线"), *LINES.items()])
    place = forms.ChoiceField(label="哪里", required=False)
    sort = forms.ChoiceField(label="排序", required=False, choices=[(key, label) for key, (_, label) in SORTS.items()])
    outside = forms.BooleanField(label="只看清单外的", required=False)
    overdue = forms.BooleanField(label="只看超时的", required=False)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(key, state.label) for key, state in kinds[TASK].states.items()]
        self.fields["state"] = forms.ChoiceField(
            label="办到哪一步", required=False, choices=[("", "没办完的"), *states]
        )
        self.fields["place"] = forms.ChoiceField(label="哪里", required=False, choices=[("", "全部"), *places])
