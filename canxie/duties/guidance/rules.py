"""What a task must say before it is given. Clause 二(四): "接受村(社区)“两委”领导和乡镇(街道)残联业务指导"."""

from datetime import date

from canxie.duties.guidance.choices import GUIDANCE, LEADERSHIP

VILLAGE, TOWNSHIP = 12, 9


def line_of(village: str, places: tuple[str, ...]) -> str:
    """Say on which line somebody who gives tasks at these places gives one to the village; "" on none.

    The village's own committee leads, the township's federation guides; whoever stands higher does neither.

    >>> line_of("379900001001", ("379900001001",)), line_of("379900001001", ("379900001",))
    ('leadership', 'guidance')
    >>> line_of("379900001001", ("379900",))
    ''
    """
    if village in places:
        return LEADERSHIP
    return GUIDANCE if village[:TOWNSHIP] in places else ""


def missing(text: str, basis: str, until: date, today: date) -> dict[str, str]:
    """Say by field what a task lacks: its words, its basis, a day that has not gone by.

    >>> missing("入户核对两项补贴", "", date(2026, 11, 30), date(2026, 11, 24))
    {'basis': '请写下依据：哪个文件、哪次会，没有依据的任务不能交办。'}
    """
    said = {}
    if not text.strip():
        said["text"] = "请写下要办什么。"
    if not basis.strip():
        said["basis"] = "请写下依据：哪个文件、哪次会，没有依据的任务不能交办。"
    if until < today:
        said["until"] = "办完的日期不能早于今天。"
    return said
