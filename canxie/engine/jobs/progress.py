"""How far a job is, and the wish to stop it: small files, because a running action hides its rows.

SQLite shows a reader nothing of an open transaction and lets nobody else write; PostgreSQL
hides it too. Each file is replaced as a whole, so a reader sees the one before or the one after.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

PAUSE = 0.3
"""Seconds between two writings: a job that tells of each row is not slowed down."""


class Cancelled(Exception):
    """Whoever started the job wants it to stop; what it has done so far is rolled back."""


class Stopping(Exception):
    """The worker is asked to end; the job will begin anew with the next one."""


@dataclass(slots=True)
class Seen:
    """How far a job is: so many of so many, what it is doing, and what it has done (time and text)."""

    done: int = 0
    of: int = 0
    unit: str = ""
    doing: str = ""
    begun_at: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)

    def seconds_left(self, now: float) -> float | None:
        """Reckon from what this count took so far; None while nobody can tell."""
        if not self.begun_at or not 0 < self.done < self.of:
            return None
        spent = now - datetime.fromisoformat(self.begun_at).timestamp()
        return max(0.0, spent / self.done * (self.of - self.done))


class Progress:
    """What a job tells while it runs. Each word of it may raise `Cancelled` or `Stopping`."""

    def __init__(self, job_id: UUID, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
        self._id, self._is_stopping = job_id, is_stopping
        self._seen, self._written = Seen(), 0.0

    def __call__(self, done: int, of: int, *, unit: str = "", doing: str = "") -> None:
        """Say that `done` of `of` units are done, and what is being done now."""
        fresh = (of, doing) != (self._seen.of, self._seen.doing)
        if fresh:
            self._seen.begun_at = timezone.now().isoformat()
        self._seen.done, self._seen.of, self._seen.unit, self._seen.doing = done, of, unit, doing
        self._tell(now=fresh or done == of)

    def mark(self, text: str) -> None:
        """Add a line to what has been done."""
        self._seen.marks.append((timezone.now().isoformat(), text))
        self._tell(now=True)

    def _tell(self, *, now: bool) -> None:
        if wants_to_stop(self._id):
            raise Cancelled
        if self._is_stopping():
            raise Stopping
        if now or time.monotonic() - self._written > PAUSE:
            replace(_file(self._id), asdict(self._seen))
            self._written = time.monotonic()


def seen(job_id: UUID) -> Seen:
    """Read how far a job is; a job that has told nothing yet is at nothing."""
    try:
        return Seen(**json.loads(_file(job_id).read_text()))
    except FileNotFoundError:
        return Seen()


def ask_to_stop(job_id: UUID) -> None:
    _stop(job_id).parent.mkdir(parents=True, exist_ok=True)
    _stop(job_id).touch()


def wants_to_stop(job_id: UUID) -> bool:
    return _stop(job_id).exists()


def clear(job_id: UUID) -> None:
    """Forget how far a job was and that it was to stop."""
    _file(job_id).unlink(missing_ok=True)
    _stop(job_id).unlink(missing_ok=True)


def replace(file: Path, content: Any) -> None:
    """Write a file so that nobody ever reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(content, ensure_ascii=False))
    draft.replace(file)


def folder() -> Path:
    return Path(settings.VAR) / "jobs"


def _file(job_id: UUID) -> Path:
    return folder() / f"{job_id}.json"


def _stop(job_id: UUID) -> Path:
    return folder() / f"{job_id}.stop"
