"""The indexes of what links to an entry hold what lists ask of a link."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0014_stamps"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="link",
            name="link_into_all",
        ),
        migrations.RemoveIndex(
            model_name="link",
            name="link_into_public",
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["target_all", "source", "kind", "fold", "choice_all"], name="link_into_all"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                fields=["target_public", "source", "kind", "fold", "choice_public"], name="link_into_public"
            ),
        ),
    ]
