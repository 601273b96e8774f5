from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.devices import greet
        from accounts.operations import learn_time_zone
        from accounts.personal import PART
        from accounts.roles import grant
        from barter.kernel.personal import register

        post_migrate.connect(grant, dispatch_uid="accounts.roles")
        user_logged_in.connect(learn_time_zone, dispatch_uid="accounts.time_zone")
        user_logged_in.connect(greet, dispatch_uid="accounts.devices")
        register(PART)
