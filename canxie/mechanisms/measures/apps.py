from django.apps import AppConfig

from canxie.mechanisms.measures.published import measures


class MeasuresConfig(AppConfig):
    name = "canxie.mechanisms.measures"
    label = "measures"
    verbose_name = "指标"

    def ready(self) -> None:
        measures.discover()
