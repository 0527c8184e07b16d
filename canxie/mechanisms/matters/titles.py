"""A short name for a matter, in the words of whoever asked for it."""

import re

LONGEST = 18


def title_of(words: str) -> str:
    """Take the first clause of what was said, cut when it is long.

    >>> title_of("门口给安个把手，我扶着他下台阶。"), title_of("  轮椅刹车坏了")
    ('门口给安个把手', '轮椅刹车坏了')
    >>> title_of("想问一问孩子上特殊教育学校的事情该找哪里办")
    '想问一问孩子上特殊教育学校的事情该…'
    """
    clause = next(filter(None, (part.strip() for part in re.split(r"[，。；！？,;!?\n]+", words))), words.strip())
    return clause if len(clause) <= LONGEST else f"{clause[: LONGEST - 1]}…"
