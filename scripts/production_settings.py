"""A management command under production settings with made-up addresses; without arguments `check --deploy`.

For what needs complete settings but contacts nothing: the deployment check and, in an image, collecting static files.
"""

import os
import secrets
import subprocess
import sys

MADE_UP = {
    "DJANGO_SETTINGS_MODULE": "barter.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "VAULT_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SITE_URL": "https://barter.example",
    "ALLOWED_HOSTS": "barter.example",
    "DATABASE_URL": "postgres://barter:secret@db.example/barter?sslmode=require",
    "BROKER_URL": "amqp://barter:secret@mq.example/barter",
    "CACHE_URL": "redis://cache.example/1",
    "S3_BUCKET": "barter",
    "S3_REGION": "eu-central-1",
    "COMPANY_NAME": "Example Ltd",
    "COMPANY_ADDRESS": "1 Example Street",
    "COMPANY_COUNTRY": "NL",
    "EMAIL_URL": "smtp+tls://user:secret@smtp.example:587",
}
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")

environment = {**{name: os.environ[name] for name in KEPT if name in os.environ}, **MADE_UP}
arguments = sys.argv[1:] or ["check", "--deploy", "--fail-level", "WARNING"]
sys.exit(subprocess.run([sys.executable, "manage.py", *arguments], env=environment, check=False).returncode)
