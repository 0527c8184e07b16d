"""Addresses that never change while the house runs, looked up once and not twenty times a page."""

from functools import cache

from django.urls import get_script_prefix, reverse


def address(name: str) -> str:
    """Give the address of a page that takes no arguments."""
    return _address(name, get_script_prefix())


@cache
def _address(name: str, prefix: str) -> str:
    """`prefix` is where the house stands on its server: it is part of what Django answers."""
    return reverse(name)
