"""Bringing a file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from canxie.engine.files.fields import SheetField
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.lists import lists
from canxie.ground.registry.roster.models import ROSTER


class UploadForm(forms.Form):
    """A file, and the place whose people stand in it."""

    file = SheetField(
        label="名册文件",
        help_text="xlsx、xls 或 csv，最多 20 MB。几张表、标题行、合并的格子都不用改，原样传上来。",
    )
    what = forms.ChoiceField(label="里面是什么名单", widget=forms.RadioSelect, required=False)
    place = forms.ChoiceField(label="导入到", error_messages={"required": "请选导入到哪里。"})

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        scope: Scope,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)  # noqa: S101 - declared so above
        what.choices, what.initial = kinds, ROSTER
        what.help_text = "".join(f"{one.label}：{one.hint}" for key, one in lists.items() if key in dict(kinds))
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - declared so above
        place.choices = places

    def clean_what(self) -> str:
        return str(self.cleaned_data["what"] or ROSTER)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        what, place = str(said.get("what", "")), said.get("place")
        if what in lists and place and not self.scope.covers(place, lists[what].power):
            self.add_error("place", f"{lists[what].label}不能导入到这里，换一个地方。")
        return said
