from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from content.personal import PART

        register(PART)
