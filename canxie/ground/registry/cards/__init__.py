"""What the registry puts on the desk: found as `cards`, and read with both of its pages."""

from canxie.ground.registry.cards import households, looking, people

__all__ = ["households", "looking", "people"]
