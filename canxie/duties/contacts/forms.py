"""Whom a township names as somebody's contact, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from canxie.engine.ui.controls import Hinted

UNCHANGED = ""


class ChooseForm(forms.Form):
    """A contact, or an association, or both; first looked at, then done."""

    contact = forms.ChoiceField(label="由谁联系", widget=forms.RadioSelect, required=False)
    association = forms.ChoiceField(label="由哪个残协联系", help_text="不选就跟着村走。", required=False)
    basis = forms.CharField(
        label="依据",
        help_text="比如：镇残联会议 2026年11月20日。",
        max_length=200,
        error_messages={"required": "写上依据。"},
    )

    def __init__(
        self,
        *args: Any,
        contacts: Sequence[tuple[int, Hinted]],
        associations: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [(UNCHANGED, Hinted("跟着村走", "这个村的专职委员就是联系人。")), *contacts]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["association"].choices = [(UNCHANGED, "跟着村走"), *associations]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "contact" not in self.errors and not said.get("contact") and not said.get("association"):
            self.add_error("contact", "选一下由谁联系，或者由哪个残协联系。")
        return said
