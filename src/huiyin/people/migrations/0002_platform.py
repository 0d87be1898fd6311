"""The platform's own user, as which the clock and automatic moves act. Nobody can sign in with it."""

from django.contrib.auth.hashers import make_password
from django.db import migrations

from huiyin.flow.actor import PLATFORM, PLATFORM_ID


def create(apps, schema_editor):
    apps.get_model("people", "User").objects.get_or_create(
        id=PLATFORM_ID,
        defaults={"username": "platform", "name": PLATFORM.name, "is_active": False, "password": make_password(None)},
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
