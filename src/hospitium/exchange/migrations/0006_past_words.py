"""Words about past rounds in several languages; what was kept as plain text came from records, which are in English."""

from django.db import migrations

import hospitium.core.fields
import hospitium.core.multilingual

WORDS = {"units_note": "sending units in words", "lessons": "lessons named", "note": "note"}


def carry_over(apps, schema_editor):
    HistoricRound = apps.get_model("exchange", "HistoricRound")
    for past in HistoricRound.objects.all():
        for name in WORDS:
            kept = getattr(past, f"{name}_before")
            text = "\n".join(kept) if isinstance(kept, list) else kept
            setattr(past, name, {"source": "en", "texts": {"en": text}} if text else {})
        past.save(update_fields=list(WORDS))


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_application_list")]

    operations = [
        *(
            migrations.RenameField(model_name="historicround", old_name=name, new_name=f"{name}_before")
            for name in WORDS
        ),
        *(
            migrations.AddField(
                model_name="historicround",
                name=name,
                field=hospitium.core.fields.MultilingualField(
                    blank=True, default=hospitium.core.multilingual.Multilingual, verbose_name=label
                ),
            )
            for name, label in WORDS.items()
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        *(migrations.RemoveField(model_name="historicround", name=f"{name}_before") for name in WORDS),
    ]
