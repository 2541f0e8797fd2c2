"""The usual templates, so that the first visit can be opened from one. What the office changes stays changed."""

from django.db import migrations

from hospitium.visits.usual import usual_templates


def enter(apps, schema_editor):
    Template = apps.get_model("visits", "Template")
    TemplateTask = apps.get_model("visits", "TemplateTask")
    if Template.objects.exists():
        return
    for usual in usual_templates():
        template = Template.objects.create(
            key=usual.key,
            name=usual.name,
            format=usual.format,
            days=usual.days,
            items=usual.items,
            is_outgoing=usual.is_outgoing,
        )
        TemplateTask.objects.bulk_create(
            TemplateTask(template=template, what=task.what, anchor=task.anchor, days=task.days) for task in usual.tasks
        )


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
