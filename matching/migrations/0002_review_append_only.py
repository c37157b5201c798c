"""A review is never changed: taking one back is a row of its own.

The rows go only with their pair, when a record is erased.
"""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION review_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a review is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER review_rows BEFORE UPDATE ON matching_review
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
"""
UNDO = """
DROP TRIGGER review_rows ON matching_review;
DROP FUNCTION review_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGER, UNDO)]
