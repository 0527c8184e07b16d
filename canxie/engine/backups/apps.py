from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "canxie.engine.backups"
    label = "backups"
    verbose_name = "备份"
