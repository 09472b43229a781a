"""Indexes of the links that show another entry whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0015_link_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(kind="embed"), fields=["target_all", "source"], name="link_embed_all"
            ),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(kind="embed"), fields=["target_public", "source"], name="link_embed_public"
            ),
        ),
    ]
