"""What goes into the log: where something broke, never what it was about."""

import logging
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """Write a traceback with the names of its errors and without their messages.

    A database quotes the row that it refuses, a parser the text that it does not understand:
    names and numbers of people. The lines of code say enough.
    """

    def formatException(  # noqa: N802  # the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        told: list[str] = []
        error = ei[1]
        while error:
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(told)
