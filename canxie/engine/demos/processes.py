"""What is too much for one core: done by as many processes as there are, each with a connection of its own."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import connections

from canxie.engine.demos import Progress

One = TypeVar("One")
Done = TypeVar("Done")


def side_by_side(work: Callable[[One], Done], parts: Sequence[One], progress: Progress) -> Iterator[Done]:
    """Yield what each part came to, in their order. The processes find in memory all that was there before."""
    connections.close_all()  # none may be inherited: two processes would speak into one line
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for count, done in enumerate(pool.imap(work, parts), 1):
            progress(count / len(parts))
            yield done
