"""What a check of the house says: well, or what is wrong and how it is mended."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import Error

from canxie.desk.health import Down


class Trouble(NamedTuple):
    """One thing that is wrong, and the command or step that mends it."""

    words: str
    mend: str


class Finding(NamedTuple):
    """What one check found: nothing wrong, or its troubles. `name` is for programs, `label` for people."""

    name: str
    label: str
    troubles: list[Trouble]

    @property
    def is_well(self) -> bool:
        return not self.troubles


Check = Callable[[], Iterable[Trouble]]


def examined(name: str, label: str, check: Check) -> Finding:
    """Run one check; one that cannot be run is a trouble too, told without a word of what the database said."""
    try:
        return Finding(name, label, [*check()])
    except Down as down:
        words, _, mend = str(down).partition("：")
        return Finding(name, label, [Trouble(f"{words.rstrip('。')}。", mend or "看看服务的日志。")])
    except (Error, OSError) as error:
        words = f"没有回应（{type(error).__name__}）。"
        return Finding(
            name, label, [Trouble(words, "看看数据库有没有启动、DATABASE_URL 写得对不对、文件夹有没有权限。")]
        )


def from_health(check: Callable[[], None]) -> Check:
    """Ask what /healthz asks; it raises Down with one sentence."""

    def asking() -> Iterator[Trouble]:
        check()
        return iter(())

    return asking
