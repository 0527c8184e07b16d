"""A column whose text lies sealed in the database, and says so wherever it turns up by accident."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from canxie.engine.sealing.seals import seal, unseal


class Sealed:
    """A text that is only read by asking for it. Printed, formatted or logged it says 已封存."""

    __slots__ = ("_blob",)

    def __init__(self, blob: bytes) -> None:
        self._blob = blob

    @classmethod
    def of(cls, text: str) -> Sealed:
        return cls(seal(text.encode()))

    def clear(self) -> str:
        """The whole text. Whoever shows it notes it on the trail."""
        return unseal(self._blob).decode()

    def tail(self, digits: int = 4) -> str:
        """The last characters, as identifiers are told apart on a page: 尾号 0014."""
        return self.clear()[-digits:]

    @property
    def blob(self) -> bytes:
        return self._blob

    def __str__(self) -> str:
        return "已封存"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.clear() == other.clear()

    def __hash__(self) -> int:
        return hash(self.clear())

    def __bool__(self) -> bool:
        return bool(self._blob)


class SealedAttribute(DeferredAttribute):
    """Seals text as soon as it is assigned: a row just made answers like one that was read."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = Sealed.of(value) if isinstance(value, str) else value


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # Django's own class is not generic at run time
    """Assign text or Sealed, read Sealed. The trail names such a field, never its value."""

    sealed = True
    descriptor_class = SealedAttribute

    def from_db_value(self, value: bytes | memoryview | None, *_: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return Sealed.of(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> bytes | None:
        match value:
            case None:
                return None
            case str():
                return seal(value.encode())
            case Sealed():
                return value.blob
        raise TypeError(f"a sealed field takes text, not {type(value).__name__}")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002  # as Django's own
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, prepared=True)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a sealed field is not serialised")
