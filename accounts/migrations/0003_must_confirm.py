"""Who signed up by themselves confirms their address; whoever came another way is not asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people")]
    operations = [
        migrations.AddField("user", "must_confirm", models.BooleanField(default=False)),
    ]
