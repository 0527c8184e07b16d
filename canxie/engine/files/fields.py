"""Form fields whose cleaned value is a `Content`, ready to be kept."""

from typing import Any

from django import forms

from canxie.engine.files.content import Content, Unfit, photo, sheet


class PhotoField(forms.FileField):
    """One photo of someone or something; `accept` lets a phone offer its camera."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {"required": "请选一张照片。", "empty": "照片是空的，里面没有内容：请重新选一张。"}
    take_in = staticmethod(photo)

    def clean(self, data: Any, initial: Any = None) -> Content | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return self.take_in(upload)
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from unfit


class SheetField(PhotoField):
    """One spreadsheet, as it was brought."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"})
    default_error_messages = {"required": "请选一个文件。", "empty": "文件是空的，里面没有内容：请重新选一个。"}
    take_in = staticmethod(sheet)
