"""The fields of a new matter, which other rooms' forms embed, and the fields of a move."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from canxie.engine.files.fields import PhotoField
from canxie.mechanisms.matters.actions import NO_CONSENT, Opening, Said
from canxie.mechanisms.matters.kinds import Ask, Kind, Move, kinds
from canxie.mechanisms.matters.models import Confirmation, FoundBy, Matter
from canxie.mechanisms.matters.offices import Office, first_owner, offices_for

TYPED = {"words", "category", "urgent"}
"""What somebody types; the other fields are filled from the start."""


class MatterForm(forms.Form):
    """A new matter.

    With `empty_permitted=True` a form in which nothing was typed is valid, and does not say something.
    """

    matter_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = forms.CharField(
        label="本人的原话",
        help_text="怎么说就怎么记，不用改成公文。",
        error_messages={"required": "请写下本人的原话。", "max_length": "最多 2000 个字。"},
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    category = forms.ChoiceField(label="哪一类", error_messages={"required": "请选是哪一类。"})
    owner = forms.ChoiceField(label="谁负责", error_messages={"required": "给这条需求选一个负责人。"})
    urgent = forms.BooleanField(
        label="急事，当天要有人管",
        help_text="有生命危险先打 120 或 110，再来登记。",
        required=False,
    )

    use_required_attribute = False

    def __init__(self, *args: Any, kind: str, offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules: Kind = kinds[kind]
        self.offices = {office.key: office for office in offices}
        categories = [(key, category.label) for key, category in self.rules.categories.items()]
        self.fields["category"] = forms.ChoiceField(
            label="哪一类", choices=[("", "请选择"), *categories], error_messages={"required": "请选是哪一类。"}
        )
        self.fields["owner"] = forms.ChoiceField(
            label="谁负责",
            choices=[("", "请选择"), *[(office.key, office.label) for office in offices]],
            initial=first_owner(offices).key,
            error_messages={
                "required": f"给这条{self.rules.name}选一个负责人。",
                "invalid_choice": "这位负责人已经不在岗，请重新选。",
            },
        )

    def has_changed(self) -> bool:
        return bool(TYPED & set(self.changed_data))

    @property
    def says_something(self) -> bool:
        """Whether there is a matter in it. Ask after `is_valid()`."""
        return bool(self.cleaned_data)

    def opening(self, *, source: str, source_id: UUID | None = None, found_by: str = FoundBy.ASKED) -> Opening:
        """Give what `open_matter` takes."""
        said = self.cleaned_data
        return Opening(
            id=said["matter_id"],
            words=said["words"],
            category=said["category"],
            owner=self.offices[said["owner"]],
            urgent=said["urgent"],
            source=source,
            source_id=source_id,
            found_by=found_by,
        )


def matter_forms(
    data: Mapping[str, Any] | None, *, kind: str, path: str, at: datetime, rows: int = 3, prefix: str = "need"
) -> list[MatterForm]:
    """Give several forms for one page, any of which may stay empty: need-1, need-2, … in their field names."""
    offices = offices_for(path, at)
    return [
        MatterForm(data, kind=kind, offices=offices, prefix=f"{prefix}-{number}", empty_permitted=True)
        for number in range(1, rows + 1)
    ]


class MoveForm(forms.Form):
    """What one move asks for. `version` is what the page showed, so that of two people at once one is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, move: Move, matter: Matter, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = matter.version
        self.move, self.today, self.opened_on = move, today, timezone.localdate(matter.opened_at)
        for ask in move.asks:
            self.fields[ask.what] = field_for(ask, matter, today)
        if "evidence" in move.asked():
            self.fields["photo"] = PhotoField(
                label="照片", required=False, help_text="拍东西和签收单，尽量不拍人。位置信息会自动去掉。"
            )
            self.fields["consent"] = forms.BooleanField(label="拍照前问过，本人同意", required=False)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        if on < self.opened_on:
            raise forms.ValidationError("日期不能早于提出的那天。")
        return on

    def clean(self) -> None:
        if self.cleaned_data.get("photo") and not self.cleaned_data["consent"]:
            self.add_error("consent", NO_CONSENT)

    def said(self) -> Said:
        return Said(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


def field_for(ask: Ask, matter: Matter, today: date) -> forms.Field:
    """Make the field of one thing that a move asks for."""
    told: dict[str, Any] = {"label": ask.label, "help_text": ask.help, "error_messages": {"required": ask.missing}}
    match ask.what:
        case "on":
            widget = forms.DateInput(attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d")
            return forms.DateField(widget=widget, initial=today, **told)
        case "confirmation":
            return forms.ChoiceField(choices=Confirmation.choices, widget=forms.RadioSelect, **told)
        case "why":
            return forms.ChoiceField(choices=[*matter.rules.whys.items()], widget=forms.RadioSelect, **told)
        case _:
            initial = matter.evidence if ask.what == "evidence" else ""
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, initial=initial, **told)
