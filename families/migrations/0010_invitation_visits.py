from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("families", "0009_invitations")]

    operations = [
        migrations.AddConstraint(
            model_name="invitationcode",
            constraint=models.CheckConstraint(
                condition=Q(visit_digest=None, visit_until=None)
                | Q(visit_digest__regex="^[0-9a-f]{64}$", visit_until__isnull=False),
                name="invitationcode_visit_whole",
            ),
        ),
    ]
