from django.apps import AppConfig

from canxie.engine.files.declarations import kinds


class FilesConfig(AppConfig):
    name = "canxie.engine.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        kinds.discover()
