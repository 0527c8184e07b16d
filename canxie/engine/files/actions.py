"""Keeping, opening and erasing files."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.files import storing
from canxie.engine.files.content import Content
from canxie.engine.files.declarations import kinds
from canxie.engine.files.models import StoredFile
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.engine.sealing.fields import Sealed
from canxie.engine.sealing.seals import key_version, seal, unseal


@action("files.keep")
def keep(*, by: Scope, kind: str, content: Content, place: str, erase_on: date | None = None) -> StoredFile:
    """Seal a file and keep it, from inside the action that brings it; its content is gone from `erase_on` on."""
    kinds[kind]  # a kind that nobody declared is an error
    sealed = seal(content.data)
    file = StoredFile(kind=kind, place=place, name=Sealed.of(content.name), media_type=content.media_type)
    file.size, file.digest, file.key_version = len(content.data), digest(content.data), key_version(sealed)
    file.stored_by, file.erase_on = by.user_id, erase_on
    storing.write(file.pk, sealed)
    file.save()
    note(by, "files.keep", file, place=place, kind=kind, size=file.size, digest=file.digest)
    return file


@action("files.open")
def opened(*, by: Scope, file: StoredFile) -> Content:
    """Read a file for somebody who may; that they did is on the trail.

    Raises:
        OutOfScope: when the row it hangs on is gone or not theirs, or its content has been erased.
    """
    kind = kinds.get(file.kind)
    path = kind.path_of(file.pk) if kind else None
    if kind is None or path is None or file.erased_at:
        raise OutOfScope(file.place, "files")
    by.must_cover(path, kind.power)
    content = read(file)
    note(by, "files.open", file, place=path, kind=file.kind)
    return content


def read(file: StoredFile) -> Content:
    """Unseal a file for the machine itself: a job that reads an upload, a backup. Raises BrokenSeal."""
    return Content(file.name.clear(), file.media_type, unseal(storing.read(file.pk)))


@action("files.erase")
def erase(*, by: Scope, today: date) -> int:
    """Say of the files whose day has come that their content is gone; `sweep` then takes it away."""
    erased = StoredFile.objects.to_erase(today).update(erased_at=timezone.now())
    note(by, "files.erase", StoredFile(), place="", files=erased)
    return erased


def sweep(*, older_than: float) -> int:
    """Take away the content that no row asks for: erased, or written by a transaction that never came to its end."""
    storing.drop_drafts(older_than=older_than)
    swept = 0
    for some in batched(storing.all_ids(older_than=older_than), 500):
        wanted = set(StoredFile.objects.filter(pk__in=some, erased_at=None).values_list("pk", flat=True))
        for file_id in set(some) - wanted:
            storing.erase(file_id)
            swept += 1
    return swept


def batched(ids: Iterator[UUID], size: int) -> Iterator[list[UUID]]:
    while some := [*islice(ids, size)]:
        yield some


def digest(data: bytes) -> str:
    """SM3 of the content: whether two files are the same, and whether one still is what it was."""
    hashed = Hash(SM3())
    hashed.update(data)
    return hashed.finalize().hex()
