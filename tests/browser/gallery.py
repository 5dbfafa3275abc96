"""A page that shows every shared component once, for test_components.py."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tracker.web.forms.base import DateInputField, DatePickerField, Form, LongTextField, Radios

THEMES = [("leadership", "Leadership"), ("staffing", "Staffing")]
OWNERS = [("", "---------"), ("Own PDU", [("head", "Head of PDU")]), ("lead", "Regional lead")]


class GalleryForm(Form):
    title = forms.CharField(label="Short title", help_text="The first ten words", max_length=100)
    text = LongTextField(label="What has changed since 5 March 2025?", max_length=1000)
    notes = LongTextField(label="Notes", required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=[("open", "In progress"), ("done", "Completed")],
        widget=Radios(hints={"done": "Say why"}),
    )
    themes = forms.MultipleChoiceField(label="Themes", choices=THEMES, widget=forms.CheckboxSelectMultiple)
    checked = forms.BooleanField(label="I have checked the report")
    owner = forms.ChoiceField(label="Owner", choices=OWNERS)
    published = DateInputField(label="Date of the report", help_text="For example, 27 3 2026")
    due = DatePickerField(label="Due date", help_text="For example, 27/3/2026")
    report = forms.FileField(label="Report", help_text="Up to 30 MB")


PAGE = """
{% extends "base.html" %}
{% from "components/alert.html" import alert %}
{% from "components/forms.html" import error_summary, field, fields, form_tag %}
{% from "components/page.html" import back_link, breadcrumbs, button, button_link, empty_state, filter_panel, heading,
   judgements, key_facts, link, next_previous, sort_href, sort_state, table, timeline %}
{% from "components/tags.html" import colours, due_tag, tag %}
{% block title %}Components – Recommendations{% endblock %}
{% block body_classes %}app-wide{% endblock %}
{% block breadcrumbs %}{{ breadcrumbs([("Recommendations", "/help/"), ("REC-0231", "/help/")]) }}{% endblock %}
{% block content %}
{{ error_summary(form) }}
{{ heading("Check each plan with a second manager", caption="REC-0231") }}
{% for kind in ["information", "success", "warning", "error"] %}
{{ alert("Message " ~ kind, kind=kind, text="What to do next.") }}{{ alert("Short " ~ kind, kind=kind) }}
{% endfor %}
{{ judgements(owner=tag("Some progress"), region=tag("No progress")) }}
{{ key_facts([("Due", on | date_long), ("Theme", none), ("Owner", "Head of PDU", "/help/", "Change")]) }}
<div class="app-with-filter">
  {% call filter_panel(chosen=[("Region", [("London", "?"), ("Yorkshire", "?a=1")])], keep=[("sort", "due")]) %}
  {{ field(filters.themes, small=true, mark_optional=false) }}
  {% endcall %}
  <div id="results">
    <h2 class="govuk-heading-m">Results</h2>
    {{ table("Recommendations", [
      "Recommendation", "PDU", "Theme", "Owner says", "Region says",
      {"text": "Next due", "href": sort_href(request, "due"), "sort": sort_state(request, "due")},
      {"text": "Overdue actions", "numeric": true}, {"text": "Update", "hidden": true}], [
      [link("Check each plan", "/help/"), "Kirklees", "Keeping people safe", tag("Some progress"), tag("No progress"),
       (on | date_long) ~ " " ~ due_tag(overdue=true), 3, link("Update", "/help/", about="check each plan")],
      [link("Fill the posts", "/help/"), "Leeds", "Staffing", tag("In progress"), tag("Completed"), "", 0, ""],
    ]) }}
    {{ next_previous(previous="?before=1", next="?after=2") }}
  </div>
</div>
{{ empty_state("You have no overdue actions.", "They show here the day after they were due.", "/help/", "See all") }}
<p class="govuk-body">{% for word in colours %}{{ tag(word) }} {% endfor %}</p>
<h2 class="govuk-heading-m">History</h2>
{{ timeline([
  {"title": "Update", "at": at, "by": "Head of PDU", "text": "One.\\n\\nTwo."},
  {"title": "Published", "on": on},
]) }}
<h2 class="govuk-heading-m">Form</h2>
{% call form_tag(csrf_input, files=true) %}
  {{ fields(form) }}{{ button("Save update") }} {{ button_link("Cancel", "/help/", kind="secondary") }}
{% endcall %}
{% endblock %}
"""


def gallery(request: HttpRequest) -> HttpResponse:
    template = engines["jinja2"].from_string(PAGE)  # type: ignore[attr-defined]
    facts = {
        "form": GalleryForm({}) if "mistakes" in request.GET else GalleryForm(),
        "filters": GalleryForm(prefix="filter"),
        "on": date(2025, 3, 5),
        "at": datetime(2025, 3, 5, 9, 32, tzinfo=UTC),
    }
    return HttpResponse(template.render(facts, request))


urlpatterns: list[Any] = [path("gallery/", gallery), path("", include("config.urls"))]
