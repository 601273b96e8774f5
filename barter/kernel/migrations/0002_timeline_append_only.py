from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER kernel_timeline_append_only BEFORE UPDATE OR DELETE ON kernel_timelineentry
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""
BACKWARD = """
DROP TRIGGER kernel_timeline_append_only ON kernel_timelineentry;
DROP FUNCTION kernel_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
