from django.apps import AppConfig

from canxie.ground.registry.watch.reasons import reasons


class WatchConfig(AppConfig):
    name = "canxie.ground.registry.watch"
    label = "watch"
    verbose_name = "异常查看"

    def ready(self) -> None:
        reasons.discover()
