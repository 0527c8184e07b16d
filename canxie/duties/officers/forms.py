"""What is typed when seats are changed, and when somebody joins the pool."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from canxie.duties.officers.actions import Change, Proposed
from canxie.duties.officers.choices import POSITIONS, SOURCES, Position
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.reading import midnight, seat, seat_of
from canxie.duties.officers.rules import Seat
from canxie.engine.files.fields import SheetField
from canxie.ground.registry.naming import named
from canxie.kernel import cells, names
from canxie.kernel.refusal import Refused

STAY, LEAVE = "stay", "leave"
MOST_ROWS = 9


class DayField(forms.DateField):
    """A day, however it was typed: where the browser has no calendar, people write 2026.3.1."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return cells.day(value, str(self.label))
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused


def words(label: str, most: int, *, hint: str = "", missing: str = "") -> forms.CharField:
    messages = {"max_length": f"最多 {most} 个字。", "required": missing}
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=hint, error_messages=messages
    )


class StayForm(forms.Form):
    """Whether somebody in a seat stays in it, or when they leave it and why.

    Who came into a seat since the page was opened is not on it: nothing is said of them, they stay.
    """

    how = forms.ChoiceField(label="留任还是离任", widget=forms.RadioSelect, required=False)
    on = DayField(label="从哪天起不再担任", required=False)
    why = words("离任原因", 100, hint="比如：本人辞去、届满、调走。")

    def __init__(self, *args: Any, term: OfficeTerm, **kwargs: Any) -> None:
        self.term = term
        leaves = term.ending_at is not None
        kwargs["initial"] = {
            "how": LEAVE if leaves else STAY,
            "on": term.ending_at,
            "why": term.ended_reason if leaves else "",
        }
        super().__init__(*args, **{"prefix": f"t-{term.pk}", **kwargs})
        says = (STAY, "提名不变"), (LEAVE, "不提名了")
        self.fields["how"] = forms.ChoiceField(
            label=f"{term.participant}，{term.title}",
            choices=says if term.filed_at is None else ((STAY, "留任"), (LEAVE, "离任")),
            widget=forms.RadioSelect,
            required=False,
        )

    @property
    def is_proposed(self) -> bool:
        return self.term.filed_at is None

    @property
    def leaves(self) -> bool:
        return bool(self["how"].value() == LEAVE)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("how") == LEAVE and not self.is_proposed and not said.get("on") and "on" not in self.errors:
            self.add_error("on", f"请选{self.term.participant}从哪天起不再担任。")
        return said


class NewSeatForm(forms.Form):
    """Somebody who is proposed for a seat. A row without a person says nothing."""

    who = forms.ChoiceField(label="提名谁", required=False)
    position = forms.ChoiceField(label="任什么", required=False, choices=[("", "请选"), *POSITIONS])
    commissioner = forms.BooleanField(
        label="兼专职委员", required=False, help_text="专职委员负责日常工作，备案以后能看管的村的档案。"
    )
    since = DayField(label="从哪天起", required=False)
    until = DayField(label="到哪天止", required=False, help_text="空着就是没有定。")

    def __init__(self, *args: Any, people: Sequence[Participant], label: Callable[[Participant], str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["who"] = forms.ChoiceField(
            label="提名谁",
            required=False,
            choices=[("", "不提名"), *[(key, label(one)) for key, one in self.people.items()]],
            error_messages={"invalid_choice": "这个人已经在班子里，或者刚退出。重新选一位。"},
        )

    @property
    def person(self) -> Participant | None:
        return self.people.get(self["who"].value() or "")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("who"):
            if said.get("position") and "who" not in self.errors:
                self.add_error("who", "请选提名谁。")
            return said
        if not said.get("position"):
            self.add_error("position", f"请选{self.people[said['who']]}任什么职务。")
        if not said.get("since") and "since" not in self.errors:
            self.add_error("since", "请选从哪天起任职。")
        if said.get("commissioner") and said.get("position") not in {"", Position.MEMBER}:
            self.add_error("position", "专职委员要是委员：职务选委员。")
        if said.get("since") and said.get("until") and said["until"] <= said["since"]:
            self.add_error("until", "到期的日期要晚于开始的日期。")
        return said

    def proposed(self) -> Proposed | None:
        said = self.cleaned_data
        if not said.get("who"):
            return None
        until = midnight(said["until"]) if said["until"] else None
        who, position = self.people[said["who"]], Position(said["position"])
        return Proposed(who, position, midnight(said["since"]), until, commissioner=said["commissioner"])

    def as_seat(self) -> Seat | None:
        """Give the seat that it would be, as far as it has been said."""
        who, position = self.person, self["position"].value()
        if who is None or position not in {*Position}:
            return None
        return seat_of(who, Position(position), commissioner=bool(self["commissioner"].value()))


class BasisForm(forms.Form):
    """What the whole change stands on."""

    basis = words("依据", 200, hint="比如：2026年11月20日村“两委”会议记录。")


class Seats:
    """All that is on the page where seats are changed: who stays, who is new, and on what basis."""

    def __init__(
        self,
        terms: Sequence[OfficeTerm],
        people: Sequence[Participant],
        data: Mapping[str, Any] | None,
        *,
        label: Callable[[Participant], str],
        rows: int,
        initial: Mapping[str, Any],
    ) -> None:
        self.candidates = people
        self.staying = [StayForm(data, term=term) for term in terms]
        self.new = [
            NewSeatForm(
                data, people=people, label=label, prefix=f"n-{number}", initial=dict(initial) if number == 0 else {}
            )
            for number in range(rows)
        ]
        self.basis = BasisForm(data)
        self.forms: list[forms.Form] = [*self.staying, *self.new, self.basis]

    def people(self) -> list[Participant]:
        """Give everybody whom the page names: in a seat, or to be proposed for one."""
        return [*[form.term.participant for form in self.staying], *self.candidates]

    def is_valid(self) -> bool:
        """Ask every form, so that all that is wrong is said at once."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def without_complaints(self) -> None:
        """Keep what was typed and say nothing of what is wrong: it is not being saved yet."""
        for form in self.forms:
            form.errors.clear()

    def change(self) -> Change:
        """Say what differs from what is kept. Call it when everything is valid."""
        leaving, staying, dropped = dict[UUID, Any](), list[UUID](), list[UUID]()
        for form in self.staying:
            said, term = form.cleaned_data, form.term
            if said["how"] == LEAVE and form.is_proposed:
                dropped.append(term.pk)
            elif said["how"] == LEAVE:
                wanted = (midnight(said["on"]), said["why"])
                if wanted != (term.ending_at, term.ended_reason):
                    leaving[term.pk] = wanted
            elif said["how"] == STAY and term.ending_at:
                staying.append(term.pk)
        new = [one for form in self.new if (one := form.proposed())]
        return Change(new, leaving, staying, dropped, self.basis.cleaned_data["basis"])

    def seats(self) -> list[Seat]:
        """Give the seats as they would be, however much is still missing."""
        stay = [seat(form.term) for form in self.staying if not form.leaves]
        return [*stay, *[one for form in self.new if (one := form.as_seat())]]


class ParticipantForm(forms.Form):
    """Somebody of the pool."""

    name = words("姓名", 60, missing="请填写姓名。")
    path = forms.ChoiceField(label="参加哪个村的残协", error_messages={"required": "请选一个村。"})
    classes = forms.MultipleChoiceField(
        label="来自哪些人",
        choices=SOURCES,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以选几项。",
        error_messages={"required": "请至少选一项。"},
    )
    about = words("身份", 60, hint="比如：村委会副主任、村医。会显示在残协的页面上。")
    home = forms.ChoiceField(label="住在哪里", required=False)
    skills = words("会做什么", 200, hint="比如：会手语、会开车、会理发。")
    hours = forms.IntegerField(
        label="每月能出几小时",
        required=False,
        min_value=0,
        max_value=300,
        error_messages={"invalid": "这里要填整数。", "max_value": "最多 300 小时。", "min_value": "不能小于 0。"},
    )
    joined_on = DayField(label="哪天开始参加", error_messages={"required": "请选哪天开始参加。"})
    left_on = DayField(label="哪天退出", required=False)
    left_because = words("为什么退出", 100)

    def __init__(self, *args: Any, villages: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [*villages.items()]
        self.fields["path"] = forms.ChoiceField(label="参加哪个村的残协", choices=places, initial=places[0][0])
        self.fields["home"] = forms.ChoiceField(
            label="住在哪里", required=False, choices=[*places, ("", "别的地方")], initial=places[0][0]
        )
        self.order_fields(["name", "path", "home"])

    def clean_name(self) -> str:
        return names.kept(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("left_on") and said.get("joined_on") and said["left_on"] < said["joined_on"]:
            self.add_error("left_on", "退出日期不能早于参加日期。")
        return said

    def values(self) -> dict[str, Any]:
        """Give the fields of a participant; who is found by their name is found by its sound."""
        said = dict(self.cleaned_data)
        return said | {"name_sort": named(said["name"])["name_sort"]}


class LinkForm(forms.Form):
    """What only the township says of somebody: the account, and the rows of the registry."""

    username = words("账号", 60, hint="写用户名。备案以后，任期带来的权限归这个账号。")
    person = words("名册里的本人", 21, hint="写身份证号或残疾人证号。只有乡镇（街道）看得到。")
    relative_of = words("谁的亲友", 21, hint="写那位残疾人的身份证号或残疾人证号。只有乡镇（街道）看得到。")


class TaskForm(forms.Form):
    """A task that somebody is asked to do: what, when and where."""

    text = words("做什么", 200, hint="比如：陪李秀兰家去镇里办证。", missing="请写下做什么。")
    on = DayField(label="哪天做", error_messages={"required": "请选哪天做。"})
    where = words("在哪里", 60, hint="比如：村委会、第二村民小组。")


class DoneForm(forms.Form):
    """What came of a task, and how long it took."""

    done_on = DayField(label="哪天做完的", error_messages={"required": "请选哪天做完的。"})
    hours = forms.IntegerField(
        label="用了几小时",
        min_value=1,
        max_value=300,
        help_text="填整数，不满一小时的填 1。",
        error_messages={
            "required": "请填用了几小时。",
            "invalid": "这里要填整数。",
            "max_value": "最多 300 小时。",
            "min_value": "至少 1 小时。",
        },
    )
    done = words("做得怎么样", 200, hint="比如：证办好了，来回坐公交。")


class ThanksForm(forms.Form):
    """A word of thanks, and the day on which it was said."""

    text = words("怎么感谢的", 200, hint="比如：重阳节会上当众致谢，送了一本相册。", missing="请写下怎么感谢的。")
    on = DayField(label="哪天感谢的", error_messages={"required": "请选哪天感谢的。"})


class StrikeForm(forms.Form):
    """Why a line was wrong."""

    why = words("哪里记错了", 100, hint="比如：不是这个人做的。", missing="请写下哪里记错了。")


class WordField(SheetField):
    """A Word document, as it was brought."""

    widget = forms.FileInput(attrs={"accept": ".docx"})
    default_error_messages = {"required": "请选一个文件。", "empty": "文件是空的，里面没有内容：请重新选一个。"}


class TemplateForm(forms.Form):
    """A county's own template for letters of appointment."""

    file = WordField(label="Word 模板", help_text="从默认模板改起：字体、抬头、落款随便改，花括号里的词留着。")
