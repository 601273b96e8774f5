from django.db import migrations

import barter.kernel.ids


def fill(apps, schema_editor):
    ProductImage = apps.get_model("brands", "ProductImage")
    new_id = barter.kernel.ids.PublicIdDefault("pic")
    for pk in ProductImage.objects.values_list("pk", flat=True).iterator():
        ProductImage.objects.filter(pk=pk).update(public_id=new_id())


class Migration(migrations.Migration):
    dependencies = [("brands", "0002_signed_invitations")]

    operations = [
        migrations.AddField(
            model_name="productimage",
            name="public_id",
            field=barter.kernel.ids.PublicIdField(prefix="pic", null=True, default=None, editable=False, unique=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="productimage",
            name="public_id",
            field=barter.kernel.ids.PublicIdField(
                default=barter.kernel.ids.PublicIdDefault("pic"), editable=False, prefix="pic", unique=True
            ),
        ),
    ]
