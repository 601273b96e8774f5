from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "inbox"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from inbox.personal import PART

        register(PART)
