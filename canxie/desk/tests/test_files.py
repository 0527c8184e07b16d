"""A file goes out to whoever may see what it hangs on."""

import pytest
from django.urls import reverse

import canxie.engine.files.tests.kinds  # noqa: F401  # declares the kind of file that is asked for
from canxie.engine.audit.models import AuditEntry
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.tests.factories import PostFactory
from tests.matrix import HERE

pytestmark = pytest.mark.django_db


def test_a_file_is_shown_and_noted(client, settings, tmp_path):
    settings.VAR = tmp_path
    post = PostFactory(path=HERE)
    client.force_login(post.user)
    content = Content("李秀兰家.jpg", "image/jpeg", b"pixels")
    file = keep(by=Scope(post.user_id, {}), kind="test.photo", content=content, place=HERE)

    response = client.get(reverse("desk:file", args=[file.pk]))

    assert (response.content, response["Content-Type"]) == (b"pixels", "image/jpeg")
    assert AuditEntry.objects.filter(action="files.open", actor_id=post.user_id).count() == 1
