"""The groups of editors and admins, with what they may do."""

from django.db import migrations

ACTS = {
    "edit": "May write and revise entries",
    "see_private": "May know of private entries",
    "publish": "May publish and hide entries",
    "moderate": "May suppress revisions and protect entries",
    "manage_people": "May invite people and give roles",
    "purge": "May delete entries for good",
}
GROUPS = {"Editors": ["edit", "see_private"], "Admins": list(ACTS)}


def make_roles(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wiki", model="entry"
    )
    permission = apps.get_model("auth", "Permission")
    for name, acts in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for act in acts:
            # Django makes permissions only after all migrations; what exists then is left as it is.
            row, _ = permission.objects.get_or_create(
                content_type=content_type, codename=act, defaults={"name": ACTS[act]}
            )
            group.permissions.add(row)


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
