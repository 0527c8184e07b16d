"""The process that does the work: the queue, the schedule, and what a dead worker left behind."""

import fcntl
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult

from canxie.engine.jobs.declarations import kinds
from canxie.engine.jobs.models import Job, State
from canxie.engine.jobs.progress import folder
from canxie.engine.jobs.running import HAND
from canxie.engine.jobs.scheduling import tick

logger = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds an idle worker rests before it looks into the queue again."""

ROUND = 10.0
"""Seconds between two looks at the schedule and at the other workers."""

DRAFT = ".draft"
TRIES = 3
"""A job that has taken that many workers with it is not given to another."""

DEAD = "做这件事的程序断了三次，没有写入任何内容。请把页面上的编号告诉系统管理员。"
ASK = "做这件事的程序中途断了。请看看结果，再决定要不要再做一次。"


class Worker:
    """Works until it is told to stop. Told once it leaves its job to the next; told twice it ends at once."""

    def __init__(self) -> None:
        self.id = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._stop, self._next_round = Event(), 0.0
        self._queue = Queue(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self.id,
            excluded_queue_names=[],
        )

    def run(self, *, until_idle: bool = False) -> None:
        HAND.worker = self.id
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        with alive(self.id):
            logger.info("worker %s begins", self.id)
            while not self._stop.is_set():
                worked = self._look()
                if until_idle and not worked:
                    break
                if not worked:
                    self._stop.wait(PAUSE)
            logger.info("worker %s ends", self.id)

    def _look(self) -> bool:
        """Do one thing, and say whether there was one. A database that is away is waited for."""
        close_old_connections()
        try:
            if time.monotonic() >= self._next_round:
                bury_the_dead()
                tick(timezone.now())
                self._next_round = time.monotonic() + ROUND
            if not DBTaskResult.objects.ready().exists():
                return False
            self._queue._run_tasks = 0
            self._queue.run()
        except (DatabaseError, InterfaceError):
            logger.exception("the database does not answer")
            self._stop.wait(ROUND / 2)
            return False
        return True

    def _told(self, number: int, frame: object) -> None:
        if self._stop.is_set():
            sys.exit(1)
        HAND.is_stopping = True
        self._queue.running = False
        self._stop.set()


@contextmanager
def alive(worker: str) -> Iterator[None]:
    """Hold a file's lock as long as the process lives: the kernel lets go of it however the process ends."""
    file = workers() / worker
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{worker}{DRAFT}")
    with draft.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft.rename(file)  # nobody ever sees it unlocked
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def bury_the_dead() -> None:
    """Take up what workers left that died: those whose file is there, and its lock free."""
    for file in workers().glob("*"):
        if file.name.endswith(DRAFT):
            continue
        with suppress(FileNotFoundError, BlockingIOError), file.open() as lock:  # it has ended well, or it lives
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            inherit(file.name)
            file.unlink(missing_ok=True)


@transaction.atomic
def inherit(worker: str) -> None:
    """Put a dead worker's job back into the queue, or say that it was interrupted."""
    now = timezone.now()
    for job in Job.objects.select_for_update().filter(state=State.RUNNING, worker=worker).order_by("pk"):
        is_safe = job.kind in kinds and kinds[job.kind].again
        if is_safe and job.tries < TRIES:
            job.state, job.worker, job.started_at = State.WAITING, "", None
        else:
            job.state, job.ended_at, job.result = State.INTERRUPTED, now, {"reason": DEAD if is_safe else ASK}
        job.save()
        logger.warning("job %s of dead worker %s: %s", job.pk, worker, job.state)
    for queued in DBTaskResult.objects.running().order_by("pk"):
        if queued.worker_ids and queued.worker_ids[-1] == worker:
            queued.status, queued.started_at = TaskResultStatus.READY, None
            queued.save(update_fields=["status", "started_at"])


def anybody_works() -> bool:
    """Say whether any worker lives."""
    return any(holds(file) for file in workers().glob("*") if not file.name.endswith(DRAFT))


def holds(file: Path) -> bool:
    """Say whether a worker's process holds the lock of its file."""
    with suppress(FileNotFoundError), file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def workers() -> Path:
    return folder() / "workers"
