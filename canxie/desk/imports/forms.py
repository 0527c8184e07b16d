"""Bringing a file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from canxie.engine.files.fields import SheetField


class UploadForm(forms.Form):
    """A file, and the place whose people stand in it."""

    file = SheetField(
        label="名册文件",
        help_text="xlsx、xls 或 csv，最多 20 MB。几张表、标题行、合并的格子都不用改，原样传上来。",
    )
    place = forms.ChoiceField(label="导入到", error_messages={"required": "请选导入到哪里。"})

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - declared so above
        place.choices = places
