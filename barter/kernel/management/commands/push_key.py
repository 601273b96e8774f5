"""`manage.py push_key`: a new pair of keys for Web Push."""

from typing import Any

from django.core.management.base import BaseCommand

from barter.kernel import webpush


class Command(BaseCommand):
    """Prints; keeps nothing. With another key every device has to be added again by its owner."""

    help = "Print a new key for Web Push, for the environment"

    def handle(self, *args: Any, **options: Any) -> None:
        private = webpush.new_private_key()
        self.stdout.write(f"VAPID_PRIVATE_KEY={private}")
        self.stdout.write(f"# the public half, which browsers get from the pages: {webpush.public_key(private)}")
