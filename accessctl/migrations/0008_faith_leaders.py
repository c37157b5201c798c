"""A role for those who lead the rites of a burial."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0007_webhooks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("caseworker", "caseworker"),
                    ("supervisor", "supervisor"),
                    ("forensic_practitioner", "forensic practitioner"),
                    ("forensic_coordinator", "forensic coordinator"),
                    ("focal_point", "national focal point"),
                    ("tracing_officer", "tracing officer"),
                    ("data_protection", "data-protection officer"),
                    ("partner_system", "partner system"),
                    ("psychosocial_worker", "psychosocial or legal worker"),
                    ("genetic_lab", "genetic laboratory"),
                    ("morgue_clerk", "clerk of a morgue or cemetery"),
                    ("state_search_body", "officer of a State search body"),
                    ("consular_officer", "consular officer"),
                    ("investigator", "prosecutor or investigator"),
                    ("field_staff", "hospital, shelter or rescue staff"),
                    ("analyst", "analyst"),
                    ("system_administrator", "system administrator"),
                    ("auditor", "auditor"),
                    ("family_delegate", "delegate of a family association"),
                    ("faith_leader", "faith leader at a burial"),
                ],
                max_length=32,
                verbose_name="Role",
            ),
        ),
    ]
