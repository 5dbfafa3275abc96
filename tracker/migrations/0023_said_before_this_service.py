"""Keeps what was said of a report before this service, and what a later report judged, which asks for nothing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q, Subquery


def note_judged(apps, schema_editor):
    """Say of the kept answers which of them a later report has judged, themselves or before they were passed on."""
    if schema_editor.connection.vendor == "postgresql":  # as long as it takes, for this transaction
        schema_editor.execute("SET LOCAL statement_timeout = 0")
    kept = apps.get_model("tracker", "KeptAnswer").objects
    judgements = apps.get_model("tracker", "Judgement").objects.filter(judge="inspectorate")
    later = judgements.exclude(inspection=F("answerable__recommendation__inspection"))
    own = later.filter(answerable=OuterRef("answerable"))
    before = later.filter(answerable__recommendation=OuterRef("recommendation"), answerable__ending="passed-on")
    newest = (F("dated_on").desc(nulls_last=True), "-pk")
    for judged in (before, own):
        rows = judged.order_by(*newest)
        kept.filter(Exists(judged)).update(
            is_judged=True,
            is_asked=False,
            is_drafted=False,
            judged_on=Subquery(rows.values("dated_on")[:1]),
            judged_precision=Subquery(rows.values("inspection__published_precision")[:1]),
        )
    kept.filter(Q(is_judged=True), judged_precision="").update(judged_precision="day")


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0004_report_url'),
        ('tracker', '0022_page_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='SaidBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(choices=[('not-yet', 'No, not yet'), ('answered', 'Yes'), ('judged', 'A later report has judged it')], max_length=20)),
                ('said_on', models.DateField(blank=True, help_text='When HMPPS answered, or the day of the later report', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'said before',
            },
        ),
        migrations.RemoveConstraint(
            model_name='response',
            name='response_partly_agreed_says_which_part',
        ),
        migrations.AddField(
            model_name='keptanswer',
            name='answered_before_on',
            field=models.DateField(help_text='When HMPPS answered it, before this service', null=True),
        ),
        migrations.AddField(
            model_name='keptanswer',
            name='is_judged',
            field=models.BooleanField(db_default=False, help_text='A later report has judged it: it asks for nothing'),
        ),
        migrations.AddField(
            model_name='keptanswer',
            name='judged_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='keptanswer',
            name='judged_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month')], db_default='', max_length=10),
        ),
        migrations.AddField(
            model_name='response',
            name='answered_on',
            field=models.DateField(blank=True, help_text='When HMPPS answered, for an answer that was given before this service', null=True),
        ),
        migrations.AlterField(
            model_name='keptanswer',
            name='is_asked',
            field=models.BooleanField(help_text='It is open, its report is known for itself and not judged: clocks run'),
        ),
        migrations.AlterField(
            model_name='keptanswer',
            name='is_drafted',
            field=models.BooleanField(db_default=False, help_text='It is open, not judged, and its newest response is a draft nobody has confirmed'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'partly-agreed'), _negated=True), models.Q(('agreed_part', ''), _negated=True), ('answered_on__isnull', False), _connector='OR'), name='response_partly_agreed_says_which_part'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='response_before_the_service_is_confirmed'),
        ),
        migrations.AddField(
            model_name='saidbefore',
            name='inspection',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='said_before', to='inspections.inspection'),
        ),
        migrations.AddField(
            model_name='saidbefore',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='saidbefore',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['not-yet', 'answered', 'judged'])), name='said_before_known'),
        ),
        migrations.AddConstraint(
            model_name='saidbefore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'not-yet'), ('said_on__isnull', True)), models.Q(models.Q(('said', 'not-yet'), _negated=True), ('said_on__isnull', False)), _connector='OR'), name='said_before_has_its_day'),
        ),
        migrations.AddIndex(
            model_name="keptanswer",
            index=models.Index(
                condition=models.Q(("is_judged", True), ("is_open", True)),
                fields=["recommendation"],
                name="kept_answer_judged",
            ),
        ),
        migrations.RunPython(note_judged, migrations.RunPython.noop),
    ]
