"""Indexes for the pages that readers see: what is looked up, in the order it is shown."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0004_drafts_and_acts"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_changes",
        ),
        migrations.AlterField(
            model_name="citationuse",
            name="citation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="wiki.citation"
            ),
        ),
        migrations.AlterField(
            model_name="citationuse",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="citation_uses",
                to="wiki.entry",
            ),
        ),
        migrations.AlterField(
            model_name="link",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="wiki.entry"
            ),
        ),
        migrations.AlterField(
            model_name="link",
            name="target_all",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="inbound_all",
                to="wiki.entry",
            ),
        ),
        migrations.AlterField(
            model_name="link",
            name="target_public",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="inbound_public",
                to="wiki.entry",
            ),
        ),
        migrations.AlterField(
            model_name="taggedentry",
            name="content_object",
            field=models.ForeignKey(
                db_column="entry_id",
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tagged",
                to="wiki.entry",
            ),
        ),
        migrations.AlterField(
            model_name="taggedentry",
            name="tag",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="wiki.tag"
            ),
        ),
        migrations.AddIndex(
            model_name="alias",
            index=models.Index(fields=["kind", "fold", "entry"], name="alias_index"),
        ),
        migrations.AddIndex(
            model_name="citationuse",
            index=models.Index(fields=["citation", "entry"], name="citation_use_by_citation"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["-changed_at", "visibility"], name="entry_changes"
            ),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["source", "position"], name="link_out"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["target_all", "source"], name="link_into_all"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["target_public", "source"], name="link_into_public"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(("choice_all", False), ("target_all", None)),
                fields=["target_all", "fold", "source", "kind"],
                name="link_wanted_all",
            ),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(("choice_public", False), ("target_public", None)),
                fields=["target_public", "fold", "source", "kind"],
                name="link_wanted_public",
            ),
        ),
        migrations.AddIndex(
            model_name="taggedentry",
            index=models.Index(fields=["tag", "content_object", "name"], name="tagged_by_tag"),
        ),
        migrations.AddIndex(
            model_name="taggedentry",
            index=models.Index(fields=["content_object", "tag", "name"], name="tagged_by_entry"),
        ),
    ]
