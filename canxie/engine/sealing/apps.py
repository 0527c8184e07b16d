from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "canxie.engine.sealing"
    label = "sealing"
    verbose_name = "封存"
