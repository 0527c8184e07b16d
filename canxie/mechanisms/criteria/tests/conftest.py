from datetime import date

import pytest

from canxie.engine.parameters.models import ParameterValue


@pytest.fixture
def settle():
    """Let a place set a parameter, since New Year's Day 2026."""

    def settled(key, place, value):
        told = {"reason": "试", "set_by": 1, "valid_from": date(2026, 1, 1)}
        return ParameterValue.objects.create(key=key, place=place, version=1, value=value, **told)

    return settled
