from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "来稿"

    def ready(self) -> None:
        from newsroom.site import signals

        signals.connect()
