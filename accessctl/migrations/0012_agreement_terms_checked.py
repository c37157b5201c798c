from django.db import migrations, models

import accessctl.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0011_agreement_terms_of_before"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="ref",
            field=models.CharField(
                default=accessctl.models.people.organisation_ref,
                editable=False,
                max_length=20,
                unique=True,
                verbose_name="Reference",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="ref",
            field=models.CharField(
                default=accessctl.models.people.membership_ref, editable=False, max_length=20, unique=True
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("legal_process_clause", "none"), _negated=True), ("max_layer", 1), _connector="OR"
                ),
                name="agreement_no_promise_no_names",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("covers_all", False),
                    models.Q(("countries", []), ("incidents", []), ("routes", [])),
                    _connector="OR",
                ),
                name="agreement_all_or_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("declined_at", None), ("signed_at", None), _connector="OR"),
                name="agreement_party_signs_or_declines",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), models.Q(("signed_at", None), _negated=True), _connector="OR"
                ),
                name="agreement_party_withdraws_what_it_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "auditor"), _negated=True), ("until__isnull", False), _connector="OR"
                ),
                name="membership_of_an_auditor_ends",
            ),
        ),
    ]
