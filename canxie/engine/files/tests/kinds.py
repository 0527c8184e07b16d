"""A kind of file for tests: a photo that hangs on nothing but its place."""

from canxie.engine.files.declarations import Kind, kinds
from canxie.engine.files.models import StoredFile
from canxie.ground.powers import Power


def path_of(file_id):
    return StoredFile.objects.filter(pk=file_id).values_list("place", flat=True).first()


kinds.declare("test.photo", Kind("照片", Power.REGISTRY_READ, path_of))
