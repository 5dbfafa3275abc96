"""The short title of a recommendation: a whole phrase, made of its words by leaving words out.

A title begins with the verb, ends at a sense and has at most TITLE_LENGTH characters. There are several ways to make
one: the places where a phrase can end, and what can go before that. Each costs something, and the cheapest that is
whole is taken. It is proposed and never decided: a person confirms it beside the report's words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.rules.intake import title_cuts, title_words
from tracker.rules.intake.title_cuts import Phrase, is_adjective
from tracker.rules.intake.title_cuts import bare as bare_word
from tracker.rules.intake.title_words import (
    ADDRESSED,
    ARTICLES,
    AUXILIARIES,
    DETERMINERS,
    FINITE,
    LEAD_INS,
    LEADING_ADVERBS,
    MODALS,
    PREPOSITIONS,
    SOFT,
    VERBS,
)

TITLE_LENGTH = 80
KEPT_TITLES = 4096
# Until titles were made by rules, the first words were proposed.
WORDS_BEFORE, LENGTH_BEFORE = 10, 200
MOST_WORDS_BEFORE_MODAL = 14
# A title is made of the beginning: nothing after this changes what is whole there.
MOST_WORDS_READ = 60
# What it costs to say less than the room allows, and to say hardly anything.
SHORTNESS, FEW_WORDS, HARDLY_ANYTHING = 2.5, 26, 2.0


@lru_cache(maxsize=KEPT_TITLES)
def short_title(text: str) -> str:
    """Return the title that is proposed for a recommendation, until a person edits it."""
    wording = _from_its_verb(_tidy(text))
    if len(wording) <= TITLE_LENGTH and title_cuts.is_balanced(wording):
        return _capital(wording)
    for last_resort in (False, True):
        titles = sorted(_candidates(wording, last_resort=last_resort))
        if titles:
            return _capital(titles[0][2])
    return _capital(_whatever_ends_on_a_noun(wording))


def is_automatic(title: str, text: str) -> bool:
    """Return whether nobody has edited a title: it is the proposed one, or the first ten words, which were before."""
    return title in (short_title(text), " ".join(text.split()[:WORDS_BEFORE])[:LENGTH_BEFORE])


def _candidates(wording: str, *, last_resort: bool) -> Iterator[tuple[float, int, str]]:
    """Yield what a title could be: its cost, how much room it leaves, and its words."""
    for cost, variant in _variants(wording, last_resort=last_resort):
        phrase = Phrase(variant)
        for cut_cost, kept in phrase.endings(longest=TITLE_LENGTH, last_resort=last_resort):
            room = TITLE_LENGTH - len(kept)
            short = HARDLY_ANYTHING if len(kept) < FEW_WORDS else 0.0
            yield cost + cut_cost + SHORTNESS * room / TITLE_LENGTH + short, room, kept


def _variants(wording: str, *, last_resort: bool) -> list[tuple[float, str]]:
    """Return the wording with what can go left out, in every combination that changes it, and what that costs."""
    variants = {wording: 0.0}
    for leave_out, price, is_last_resort in WAYS:
        if last_resort or not is_last_resort:
            for variant, cost in list(variants.items()):
                variants.setdefault(leave_out(variant), cost + price)
    return [(cost, variant) for variant, cost in variants.items()]


def _tidy(text: str) -> str:
    """Return the beginning of the text in single spaces, without what only joined it to the next one of its list."""
    words = " ".join(text.split()[:MOST_WORDS_READ])
    return re.sub(r"(?:[\s.;:,–—-]|\b(?:and|or)$)+$", "", words).strip()


def _from_its_verb(wording: str) -> str:
    """Return the wording from the verb on: without whom it speaks of, lead-ins, and how the verb is done."""
    while (shorter := _one_lead_in_less(wording)) != wording:
        wording = shorter
    return wording


def _one_lead_in_less(wording: str) -> str:
    words = wording.split()
    bare = [bare_word(word) for word in words]
    for place in range(1, min(len(words), MOST_WORDS_BEFORE_MODAL)):
        modal = next((modal for modal in MODALS if bare[place:][: len(modal.split())] == modal.split()), "")
        if modal and _is_addressed(words[:place]):
            return _if_begun(words[place + len(modal.split()) :], wording)
    if bare[:1] in (["should"], ["must"], ["shall"]) or (bare[:1] == ["to"] and bare[1:2] and bare[1] in VERBS):
        return _if_begun(words[1:], wording)
    for lead_in in LEAD_INS:
        length = len(lead_in.split())
        if bare[:length] == lead_in.split():
            return _if_begun(words[length:], wording)
    is_adverb = bare[:1] and bare[0] not in VERBS | {"only"} and (bare[0].endswith("ly") or bare[0] in LEADING_ADVERBS)
    return _if_begun(words[1:], wording) if is_adverb else wording


def _is_addressed(words: list[str]) -> bool:
    """Return whether words before a modal name whom a report asks, rather than what is done to something."""
    bare = [bare_word(word) for word in words]
    named = [word in ADDRESSED for word in bare]
    rest = DETERMINERS | {"and", "of", "for", "in", "&"}
    return any(named) and all(
        is_named or word in rest or printed[:1].isupper() or word in ("recommend", "that")
        for is_named, word, printed in zip(named, bare, words, strict=True)
    )


def _if_begun(words: list[str], otherwise: str) -> str:
    """Return these words if they begin with a verb, perhaps after an adverb or 'not'; otherwise what they were."""
    bare = [bare_word(word) for word in words[:3]]
    if bare[:1] == ["not"] and bare[1:2] and bare[1] in VERBS:
        return f"Do {' '.join(words)}"
    adverbs = [word for word in bare[:2] if word not in VERBS and (word.endswith("ly") or word in LEADING_ADVERBS)]
    begins = bare[len(adverbs) : len(adverbs) + 1]
    is_lead_in = any(" ".join(words).casefold().startswith(lead_in) for lead_in in LEAD_INS)
    return " ".join(words) if is_lead_in or (begins and begins[0] in VERBS | {"never"}) else otherwise


def _without_that(wording: str) -> str:
    return re.sub(r"^((?:ensure|make (?:sure|certain)|check|see)) that\b(?! (?:is|are)\b)", r"\1", wording, flags=re.I)


def _by_initials(wording: str) -> str:
    """Return the wording with 'Long Name (LN)' as 'LN', where the letters are those of the name."""
    short = re.search(r"\(([A-Z][A-Za-z]{1,7})\)", wording)
    if short is None:
        return wording
    before = wording[: short.start()].split()
    initials = [letter.casefold() for letter in short[1] if letter.isupper()]
    for length in range(len(initials), len(initials) + 3):
        name = before[-length:] if length <= len(before) else []
        letters = [part[0].casefold() for word in name for part in word.split("-") if part]
        if name and letters[0] == initials[0] and _stands_in(initials, letters):
            return " ".join([*before[:-length], short[1] + wording[short.end() :]])
    return wording


def _stands_in(wanted: list[str], letters: list[str]) -> bool:
    rest = iter(letters)
    return all(letter in rest for letter in wanted)


def _without_initials(wording: str) -> str:
    return re.sub(r" ?\([A-Z][A-Za-z]{1,7}s?\)", "", wording)


def _without_brackets(wording: str) -> str:
    return re.sub(r" ?\([^()]*\)", "", wording)


def _without_asides(wording: str) -> str:
    """Return the wording without what stands between two commas and only adds: ', or another one,'."""
    begins = "or|and|including|such as|particularly|especially|where|when|as|with|without|if|for example|in particular"
    return re.sub(rf", (?:{begins})\b[^,;.]*,(?= )", "", wording, count=1)


def _without_company(wording: str) -> str:
    """Return 'work with X to protect …' from its second verb on."""
    company = re.match(
        r"(?:work|liaise|engage)(?: (?:closely|jointly|together))?,? with ([^,;.]*?) to (\w+)", wording, re.I
    )
    if company is None or company[2].casefold() not in VERBS:
        return wording
    return re.split(r",? and to ", wording[company.start(2) :])[0]


def _without_soft_words(wording: str) -> str:
    words = wording.split()
    bare = [bare_word(word) for word in words]
    kept = [
        word
        for place, word in enumerate(words)
        if bare[place] not in SOFT or not word[-1:].isalpha() or _leans(bare, place)
    ]
    return " ".join(kept)


def _leans(bare: list[str], place: int) -> bool:
    """Return whether a soft word holds something up: 'is effective', 'have sufficient staff'."""
    before, after = bare[place - 1] if place else "", bare[place + 1] if place + 1 < len(bare) else ""
    joined = {"and", "or", "is", "are", "be", "an", "a", "more", "most", "very", "have", "has", "ensure", "there"}
    return before in joined or after in {"and", "or", "to", "for", "in", ""} | PREPOSITIONS


def _without_what_the_subject_adds(wording: str) -> str:
    """Return 'ensure staff with responsibility for X have …' as 'ensure staff have …'."""
    words = wording.split()
    bare = [bare_word(word) for word in words]
    start, verb = _subject(bare)
    place = next((n for n in range(start + 1, verb) if bare[n] in PREPOSITIONS and bare[n] != "of"), verb)
    if place >= verb or bare[place + 1] == "probation" or is_adjective(bare[place - 1]):
        return wording
    if title_words.INNER_CLAUSE.intersection(bare[place:verb]):
        return wording
    return " ".join([*words[:place], *words[verb:]])


def _without_the_second_half_of_the_subject(wording: str) -> str:
    """Return 'ensure all offices and vans are …' as 'ensure all offices are …', where the verb fits the first half."""
    words = wording.split()
    bare = [bare_word(word) for word in words]
    start, verb = _subject(bare)
    place = next((n for n in range(start + 1, verb) if bare[n] == "and"), verb)
    if place >= verb:
        return wording
    is_many = bare[place - 1].endswith("s") and not bare[place - 1].endswith("ss") and not bare[verb].endswith("s")
    is_doing = bare[place + 1] in VERBS - title_words.ALSO_NOUNS
    return " ".join([*words[:place], *words[verb:]]) if is_many or is_doing else wording


def _subject(bare: list[str]) -> tuple[int, int]:
    """Return where the subject of 'ensure (that) … is' begins, and where its verb stands; twice 0 for none."""
    start = 1 if bare[:1] == ["ensure"] else 2 if bare[:2] in (["make", "sure"], ["make", "certain"]) else 0
    start += bare[start : start + 1] == ["that"]
    verbs = (
        n for n in range(start + 1, len(bare)) if bare[n] in AUXILIARIES | FINITE and bare[n - 1] not in {"to", "and"}
    )
    return (start, next(verbs, 0)) if start else (0, 0)


def _without_parts(wording: str) -> str:
    """Return 'the main aspects of its model' as 'its model'."""
    return re.sub(r"\bthe (?:\w+ ){0,3}(?:aspects|components|elements|parts|range) of (?=its|the|their)", "", wording)


def _without_articles(wording: str) -> str:
    return " ".join(word for word in wording.split() if word.casefold() not in ARTICLES)


# What can go, what leaving it out costs, and whether only where nothing else helps.
WAYS = (
    (_without_that, 0.2, False),
    (_by_initials, 0.15, False),
    (_without_initials, 0.0, False),
    (_without_brackets, 0.6, False),
    (_without_asides, 0.5, False),
    (_without_company, 0.8, False),
    (_without_soft_words, 1.0, False),
    (_without_what_the_subject_adds, 2.0, False),
    (_without_the_second_half_of_the_subject, 1.5, False),
    (_without_parts, 1.5, False),
    (_without_articles, 4.0, True),
)


def _capital(wording: str) -> str:
    return wording[:1].upper() + wording[1:]


def _whatever_ends_on_a_noun(wording: str) -> str:
    """Return as many words as there is room for and as end on one that can end a title."""
    phrase = Phrase(_without_initials(wording))
    return next(iter(phrase.rough_endings(longest=TITLE_LENGTH)), wording[:TITLE_LENGTH].strip())
