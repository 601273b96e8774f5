"""The WSGI entry point; barter.web serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barter.settings.local")

application = get_wsgi_application()
