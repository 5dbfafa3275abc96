"""The part that all forms of actions share: what is said of an action, and which post owns it."""

from django import forms
from django.forms import BoundField

from tracker.rules.action_words import WORDS, ActionWords
from tracker.web.forms.base import Form, LongTextField, TextField

NO_NAMES = "Do not include names or case numbers of people on probation."


class ActionWordsForm(Form):
    """A field for each row of WORDS, and the owner; a form of its own says which posts can be chosen."""

    nouns = {name: wording.noun for name, wording in WORDS.items()} | {"owner": "a post"}

    title = TextField(label="What will be done?", help_text=NO_NAMES, max_length=WORDS["title"].limit)
    success_measure = LongTextField(
        label="How will we know it worked?", rows=3, required=False, max_length=WORDS["success_measure"].limit
    )
    owner = forms.TypedChoiceField(
        label="Which post owns it?", help_text="Whoever holds the post on the day gets the reminders.", coerce=int
    )

    @property
    def beside_title(self) -> list[BoundField]:
        """Return the fields of everything that is said but the title, for the page."""
        return [self[name] for name in WORDS if name != "title"]

    def words(self) -> ActionWords:
        """Return what is said of the action."""
        return ActionWords(**{name: self.cleaned_data[name] for name in WORDS})
