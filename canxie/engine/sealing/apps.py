from django.apps import AppConfig

from canxie.engine.sealing.indexes import indexes


class SealingConfig(AppConfig):
    name = "canxie.engine.sealing"
    label = "sealing"
    verbose_name = "封存"

    def ready(self) -> None:
        indexes.discover()
