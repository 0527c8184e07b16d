"""What is asked before a register leaves the screen."""

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
