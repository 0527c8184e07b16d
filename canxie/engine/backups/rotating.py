"""Renewing a key: everything new is made with it at once, everything old is sealed again, batch by batch.

What is read meanwhile is read with the key it was made with. A rotation that was broken off is taken up again: a value
that has the new version is left alone.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from canxie.engine.audit.models import ChainHead
from canxie.engine.audit.trail import action, note
from canxie.engine.backups.refusals import Refused
from canxie.engine.files import storing
from canxie.engine.files.models import StoredFile
from canxie.engine.jobs.progress import replace
from canxie.engine.jobs.worker import anybody_works
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.fields import Sealed
from canxie.engine.sealing.indexes import indexes
from canxie.engine.sealing.seals import key_version, seal, sealer, unseal

BATCH = 500
SEAL, BLIND = "seal", "blind"
NAMES = {SEAL: "封存的值", BLIND: "查找用的索引", "trail": "操作记录的链", "backup": "备份", "secret_key": "登录"}

Tell = Callable[[int, int], None]


def rotate(name: str, *, by: Scope, tell: Tell = lambda done, of: None) -> dict[str, int]:
    """Renew one key and bring everything to it; return its version and how much was made again.

    Raises:
        Refused: for the blind indexes, while a worker runs: who enters or looks for somebody meanwhile finds nobody.
    """
    if name == BLIND and anybody_works():
        raise Refused("换索引的密钥要先停下网页和后台任务：systemctl stop canxie-web canxie-worker，再试一次。")
    version = begin(name)
    _note(by=by, name=name, version=version, what="begin")
    done = {SEAL: seal_again, BLIND: index_again}.get(name, nothing)(version, tell)
    _note(by=by, name=name, version=version, what="end", count=done)
    mark(name).unlink()
    return {"version": version, "count": done}


def begin(name: str) -> int:
    """Make the next version, unless one was begun and not finished."""
    newest = settings.KEYS.newest(name).version
    version = int(mark(name).read_text()) if mark(name).exists() else newest + 1
    replace(mark(name), version)
    return version if newest == version else int(settings.KEYS.renew(name).version)


def unfinished() -> list[str]:
    return [name for name in NAMES if mark(name).exists()]


def seal_again(version: int, tell: Tell) -> int:
    """Seal all old values with the newest key; what somebody changes at the same moment is new anyway."""
    places = [*sealed_columns()]
    files = StoredFile.objects.filter(erased_at=None, key_version__lt=version)
    of = sum(model._default_manager.exclude(**{name: None}).count() for model, name in places) + files.count()
    seen = done = 0
    for model, name in places:
        for rows in in_batches(model._default_manager.exclude(**{name: None}).only("pk", name)):
            done += seal_rows(model, name, rows, version)
            seen += len(rows)
            tell(seen, of)
    for rows in in_batches(files):
        for file in rows:
            done += seal_file(file)
        seen += len(rows)
        tell(seen, of)
    return done


def seal_rows(model: type[models.Model], name: str, rows: list[Any], version: int) -> int:
    again, done = sealer(), 0
    old = [(row.pk, getattr(row, name)) for row in rows if key_version(getattr(row, name).blob) < version]
    with transaction.atomic():
        for pk, was in old:
            fresh = Sealed(again(unseal(was.blob)))
            done += model._default_manager.filter(pk=pk, **{name: was}).update(**{name: fresh})
    return done


def seal_file(file: StoredFile) -> int:
    try:
        fresh = seal(unseal(storing.read(file.pk)))
    except FileNotFoundError:
        return 0
    storing.write(file.pk, fresh)
    return StoredFile.objects.filter(pk=file.pk).update(key_version=key_version(fresh))


def index_again(version: int, tell: Tell) -> int:
    """Make all blind indexes anew, in one transaction: nobody finds half of them."""
    done, of = 0, sum(model._default_manager.count() for model in indexes)
    with transaction.atomic():
        for model, reindex in indexes.items():
            for rows in in_batches(model._default_manager.all()):
                for row in rows:
                    for column, value in (fresh := reindex(row)).items():
                        setattr(row, column, value)
                model._default_manager.bulk_update(rows, [*fresh])
                done += len(rows)
                tell(done, of)
    return done


def nothing(version: int, tell: Tell) -> int:
    """What is made with this key keeps the version it was made with."""
    return 0


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if getattr(field, "sealed", False):
                yield model, field.name


def in_batches(rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """Walk through a table by its key, a batch at a time, each read when its turn comes."""
    last = None
    while batch := [*(rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:BATCH]]:
        yield batch
        last = batch[-1].pk


@action("sealing.rotate")
def _note(*, by: Scope, name: str, version: int, what: str, count: int = 0) -> None:
    note(by, "sealing.rotate", ChainHead(pk=""), place="", key=name, version=version, step=what, count=count)


def mark(name: str) -> Path:
    """Stands as long as a rotation is under way."""
    return Path(settings.VAR) / f"rotating.{name}"
