from django.apps import AppConfig

from canxie.mechanisms.matters.kinds import kinds


class MattersConfig(AppConfig):
    name = "canxie.mechanisms.matters"
    label = "matters"
    verbose_name = "事项流转"

    def ready(self) -> None:
        kinds.discover()
