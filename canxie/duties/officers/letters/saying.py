"""What a letter of appointment says (2.3.5, 2.3.6): the same words on the page, in Word and on PDF."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from canxie.duties.officers.choices import Position
from canxie.duties.officers.models import OfficeTerm
from canxie.duties.officers.rules import CHAIR, CLAUSE, COMMISSIONER, MEMBER, VICE_CHAIR
from canxie.ground.divisions.names import Names

QUOTES = {Position.CHAIR: CHAIR, Position.VICE_CHAIR: VICE_CHAIR, Position.MEMBER: MEMBER}
DUTIES = {
    Position.CHAIR: "请您具体负责残疾人工作，带好班子，开好会，把残疾人的事放在心上。",
    Position.VICE_CHAIR: "请您协助主席，团结各方面热心服务残疾人的人，反映残疾人和亲友的愿望。",
    Position.MEMBER: "请您代表好身边的残疾人和亲友，多走动，多反映，一起出力。",
}
DAILY = "请您经常联系辖区内的残疾人，上门走访，如实反映需求，保守他们的个人信息。"


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one letter. `number` is what the term stands on."""

    heading: str
    name: str
    opening: str
    office: str
    duty: str
    span: str
    closing: str
    signed: str
    day: str
    number: str
    clause: str

    def told(self) -> dict[str, str]:
        return asdict(self)


SAMPLE = Letter("聘任书", "姓名", "开头", "职务", "职责", "聘期", "结尾", "落款", "日期", "依据", "条款")


def letter(term: OfficeTerm, today: date) -> Letter:
    """Say the letter of a term in force."""
    path, position = term.path, Position(term.position)
    name = Names([path[:6], path[:9]])
    township = name(path[:9], today)
    quote = COMMISSIONER if term.commissioner else QUOTES[position]
    return Letter(
        heading="聘任书",
        name=term.participant.name,
        opening=f"经村（社区）提名、{township}残联审核备案，聘任您为",
        office=f"{whole_name(term.association.name)}{term.title}",
        duty="，负责残协的日常工作。" if term.commissioner else "。",
        span=span(term),
        closing=DAILY if term.commissioner else DUTIES[position],
        signed=f"{township}残疾人联合会",
        day=written(timezone.localdate(term.filed_at)) if term.filed_at else "",
        number=term.basis or "",
        clause=f"《实施意见》{CLAUSE}「{quote}」",
    )


def whole_name(name: str) -> str:
    """Write the name out, as a paper does.

    >>> whole_name("槐里村残协"), whole_name("槐里村残疾人协会")
    ('槐里村残疾人协会', '槐里村残疾人协会')
    """
    return f"{name.removesuffix('残协')}残疾人协会" if name.endswith("残协") else name


def span(term: OfficeTerm) -> str:
    """Say from which day to which; the last day is the one before the end."""
    since = written(timezone.localdate(term.since_at))
    if term.until_at is None:
        return f"聘期自 {since}起。"
    return f"聘期自 {since}起，至 {written(timezone.localdate(term.until_at))}前止。"


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
