from secrets import randbits

from django.db import migrations, models


def begin(apps, schema_editor):
    """What stands on all pages has a stamp from the beginning: nothing that comes back is like it."""
    for key in ("site", "m:site"):
        apps.get_model("wiki", "Stamp").objects.create(key=key, token=randbits(62))


class Migration(migrations.Migration):
    dependencies = [("wiki", "0013_tag_acts")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("key", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("token", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
