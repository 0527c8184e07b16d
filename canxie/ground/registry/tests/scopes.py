"""Whoever acts in these tests."""

from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power

HERE, BESIDE = "379900001001", "379900001002"
POWERS = (Power.REGISTRY_READ, Power.REGISTRY_CONTACT, Power.REGISTRY_WRITE, Power.REGISTRY_REVEAL)
HER = Scope(user_id=7, grants=dict.fromkeys(POWERS, (HERE,)))
READER = Scope(user_id=8, grants={Power.REGISTRY_READ: (HERE,)})
