"""Where a phrase can end before its text does, what that costs, and whether what is left is whole."""

import re
from collections.abc import Iterator

from tracker.rules.intake import title_words as known

# The better what is left stands alone, the less a cut costs.
SENTENCE, CLAUSE, PURPOSE, MOMENT, ADDITION, ITEM, INNER = 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 6.0
# Beside that: what is dropped was half needed, or was a condition.
HALF_NEEDED, A_CONDITION = 1.5, 3.0
# The phrase goes on: no cut at all.
GOES_ON = 100.0
FEWEST_WORDS = 3
FAR = 12


def is_balanced(words: str) -> bool:
    """Return whether each bracket and quotation mark has its other half; an apostrophe is none."""
    opened = words.count("(") == words.count(")") and words.count("[") == words.count("]")
    doubled = words.count("“") == words.count("”") and words.count('"') % 2 == 0
    single = len(re.findall(r"(?<!\w)[‘']\w", words)) <= len(re.findall(r"\w[’'](?!\w)", words))
    return opened and doubled and single


def bare(word: str) -> str:
    """Return the word in small letters, without the marks around it."""
    return word.casefold().strip("()[]“”\"‘’',.;:!?–—")


def is_adjective(word: str) -> bool:
    """Return whether a word wants a noun after it."""
    if word in known.NOUNS_ALL_THE_SAME:
        return False
    return word in known.ADJECTIVES or (len(word) > 5 and word.endswith(known.ADJECTIVE_ENDINGS))


class Phrase:
    """The words of a recommendation, as printed and bare."""

    def __init__(self, wording: str) -> None:
        self.words = wording.split()
        self.bare = [bare(word) for word in self.words]

    def endings(self, *, longest: int, last_resort: bool) -> Iterator[tuple[float, str]]:
        """Yield the cost and the words of each whole phrase with which the text begins, itself among them."""
        for end in range(FEWEST_WORDS, len(self.words) + 1):
            kept = self._kept(end)
            if len(kept) > longest:
                break
            cost = 0.0 if end == len(self.words) else self._cost(end, last_resort=last_resort)
            if cost is not None and self._is_whole(end, kept, last_resort=last_resort):
                yield cost, kept

    def rough_endings(self, *, longest: int) -> Iterator[str]:
        """Yield beginnings that end on a word which can end a title, the longest first, however little they say."""
        for end in range(len(self.words), 0, -1):
            kept = self._kept(end)
            if len(kept) <= longest and is_balanced(kept) and self._ends_well(end):
                yield kept

    def _kept(self, end: int) -> str:
        return " ".join(self.words[:end]).rstrip(",;:.–—- ")

    def _word(self, place: int) -> str:
        return self.bare[place] if 0 <= place < len(self.bare) else ""

    def _is_verb(self, place: int) -> bool:
        """Return whether a verb in base form stands here, perhaps after an adverb."""
        word = self._word(place)
        if word.endswith("ly") or word in known.LEADING_ADVERBS:
            return self._word(place + 1) in known.VERBS
        return word in known.VERBS

    def _cost(self, end: int, *, last_resort: bool) -> float | None:
        """Return what it costs to end before this word; None where the phrase goes on."""
        if self.words[end - 1][-1] in ".;:" or self.words[end] in "–—-":
            return SENTENCE
        if self._parts_what_belongs_together(end):
            return None
        cost = self._cost_of(end, has_comma=self.words[end - 1].endswith(","))
        if cost is None and last_resort and self._word(end) in ("and", "of"):
            cost = INNER
        if cost is None:
            return None
        half = HALF_NEEDED * 2 if self._wants_more(end) or self._only_starts_an_addition(end) else 0.0
        return self._with_condition(end, cost + half)

    def _cost_of(self, end: int, *, has_comma: bool) -> float | None:
        """Return what it costs by the word that is cut off first, and by the comma before it."""
        for ways in (self._joined, self._told, self._added):
            cost = ways(end, has_comma=has_comma)
            if cost is not None:
                return cost if cost < GOES_ON else None
        return ITEM if has_comma and self._word(end) not in ("or", "but", "nor") else None

    def _joined(self, end: int, *, has_comma: bool) -> float | None:
        word, after = self._word(end), self._word(end + 1)
        if self.words[end].startswith("("):
            return PURPOSE
        if (word, after) in (("so", "that"), ("in", "order")) or (word == "so" and has_comma):
            return CLAUSE
        joining = {"and": self._cost_of_and, "to": self._cost_of_to}.get(word)
        if joining is None:
            return None
        cost = joining(end, has_comma=has_comma)
        return GOES_ON if cost is None else cost

    def _told(self, end: int, *, has_comma: bool) -> float | None:
        """Return the cost of cutting off a clause: which one is meant, what is told, or when it happens."""
        word, before = self._word(end), self._word(end - 1)
        if word in known.RELATIVES or word == "that":
            return GOES_ON if self._opens(end) else CLAUSE if has_comma else ADDITION + self._half_told(end)
        if word in ("how", "what", "whether", "why"):
            is_needed = before in known.VERBS or self._word(0) in known.NEEDS_TWO or self._word(end - 2) == "and"
            return GOES_ON if is_needed else ITEM + HALF_NEEDED
        if word in known.MOMENTS:
            is_needed = before in known.VERBS and word in ("when", "where")
            return GOES_ON if is_needed else PURPOSE if has_comma else MOMENT
        return None

    def _added(self, end: int, *, has_comma: bool) -> float | None:
        """Return the cost of cutting off what is only added: with a preposition, a participle, or who does it."""
        word = self._word(end)
        if word in known.PARTICIPLES and not self._is_modifier(end - 1):
            half = HALF_NEEDED if word in ("regarding", "relating", "concerning") else 0.0
            return CLAUSE if has_comma else ADDITION + half
        if word == "as":
            is_added = self._word(end + 1) in ("part", "well", "soon")
            return PURPOSE if has_comma else ADDITION if is_added else GOES_ON
        if word in known.CUT_PREPOSITIONS:
            return self._cost_of_preposition(end, has_comma=has_comma)
        if word in known.PRONOUNS and not has_comma:
            return ADDITION
        if self._adds_a_participle(end):
            return PURPOSE if has_comma else ITEM
        return None

    def _cost_of_and(self, end: int, *, has_comma: bool) -> float | None:
        after = self._word(end + 1)
        if after == "that" or (self._is_verb(end + 1) and not self._is_noun_here(end + 1)):
            return CLAUSE if has_comma else PURPOSE
        if after in known.CUT_PREPOSITIONS or (after == "to" and self._is_verb(end + 2)):
            return ADDITION
        if after in known.DETERMINERS:
            return ADDITION + 1
        if self._is_participle(end + 1) and self._is_done(end - 1):
            return ITEM
        before, rest = self._word(end - 1), self._clause_from(end + 1, stops=".;:,")
        is_last_of_many = before.endswith("s") and not before.endswith("ss") and len(rest) <= 3
        return ITEM + 1 if is_last_of_many and not self._is_verb(end + 1) else None

    def _half_told(self, end: int) -> float:
        """Return the cost of leaving out which ones are meant: 'the cases that …', 'the number of people who …'."""
        near = self.bare[max(end - 4, 0) : end]
        counted = known.COUNTED.intersection(near)
        is_meant = near[-2:-1] == ["the"] or near[-1] in ("people", "those", "anyone", "everyone", "person")
        return HALF_NEEDED * (2 if counted else 1 if is_meant else 0)

    def _cost_of_to(self, end: int, *, has_comma: bool) -> float | None:
        if not self._is_verb(end + 1):
            return ADDITION if self._word(end + 1) in ("a", "an") and is_adjective(self._word(end + 2)) else None
        return CLAUSE if has_comma else PURPOSE

    def _cost_of_preposition(self, end: int, *, has_comma: bool) -> float:
        word, before = self._word(end), self._word(end - 1)
        if self._is_participle(end - 1) and word in ("by", "on", "with"):
            return GOES_ON
        half = HALF_NEEDED if before in known.RELATIONAL or word in ("about", "regarding", "concerning") else 0.0
        return PURPOSE if has_comma else ADDITION + half

    def _only_starts_an_addition(self, end: int) -> bool:
        """Return whether hardly a word stands after the last comma: ', in words'."""
        return (
            any(self.words[n].endswith(",") for n in range(max(end - 3, 0), end - 1)) and self._word(end - 2) != "and"
        )

    def _wants_more(self, end: int) -> bool:
        """Return whether a noun says little without its 'to …', which comes only now: 'opportunities to start'."""
        nouns = [n for n in range(end) if self._wants_infinitive(n)]
        if not nouns:
            return False
        verbs = [
            n
            for n in range(nouns[-1], min(end + FAR, len(self.words)))
            if self._word(n) == "to" and self._is_verb(n + 1)
        ]
        return bool(verbs) and verbs[0] >= end

    def _wants_infinitive(self, place: int) -> bool:
        word, before = self._word(place), self._word(place - 1)
        return word in known.WANTS_INFINITIVE or (
            word in ("capacity", "time", "work") and before in ("the", "for", "of")
        )

    def _with_condition(self, end: int, cost: float) -> float | None:
        """Return the cost with that of dropping a condition; None where it would turn the sense round."""
        dropped = self._clause_from(end)
        is_negative = bool(known.NEGATIVE.intersection(self.bare[:end]))
        if is_negative and cost > PURPOSE:
            return None
        if known.RESTRICTING.intersection(dropped):
            return None if is_negative else cost + A_CONDITION
        return cost

    def _clause_from(self, start: int, stops: str = ".;:") -> list[str]:
        """Return the words from here to the end of the sentence, or to another stop."""
        end = next((n for n in range(start, len(self.words)) if self.words[n][-1] in stops), len(self.words) - 1)
        return self.bare[start : end + 1]

    def _parts_what_belongs_together(self, end: int) -> bool:
        for phrase in known.TOGETHER:
            words = phrase.split()
            if self._is_inside(words, end) or self.bare[end : end + len(words)] == words:
                return True
        return any(self._is_inside(phrase.split(), end) for phrase in known.LONG_PREPOSITIONS)

    def _is_inside(self, words: list[str], end: int) -> bool:
        return any(self.bare[n : n + len(words)] == words for n in range(max(end - len(words) + 1, 0), end))

    def _is_modifier(self, place: int) -> bool:
        word = self._word(place)
        return is_adjective(word) or word in known.DETERMINERS | known.AUXILIARIES | known.CONJUNCTIONS

    def _is_participle(self, place: int) -> bool:
        return self._word(place).endswith("ed") or self._word(place) in known.PARTICIPLES_OF_THE_PAST

    def _is_done(self, place: int) -> bool:
        """Return whether 'is done' can go on with 'and …' here: after its object, or straight after its participle."""
        if not known.BE.intersection(self.bare[:place]):
            return False
        before = self._word(place - 1)
        return not self._is_participle(place) or before in known.BE or before.endswith("ly")

    def _adds_a_participle(self, end: int) -> bool:
        is_added = (
            self._is_participle(end) and not self._is_modifier(end - 1) and self._word(end - 1) not in known.VERBS
        )
        return (
            is_added and not self._word(end - 1).endswith("ly") and self._word(end + 1) in known.PREPOSITIONS | {"to"}
        )

    def _is_noun_here(self, place: int) -> bool:
        """Return whether a word that is verb and noun is a noun here: 'and support for', 'and review of'."""
        word, after = self._word(place), self._word(place + 1)
        return word in known.ALSO_NOUNS and after in known.PREPOSITIONS | known.AUXILIARIES | known.CONJUNCTIONS | {
            "to",
            "",
        }

    def _is_whole(self, end: int, kept: str, *, last_resort: bool) -> bool:
        if end == len(self.words):
            return is_balanced(kept)
        return (
            is_balanced(kept)
            and not self._stops_in_a_list(end)
            and self._ends_well(end)
            and self._clause_is_told(end, last_resort=last_resort)
            and (last_resort or (self._pairs_are_whole(end) and self._verbs_have_what_they_need(end)))
        )

    def _ends_well(self, end: int) -> bool:
        """Return whether the last word is one that can end a title: no verb, article, preposition, adjective."""
        last, before = self._word(end - 1), self._word(end - 2)
        if last in known.NEVER_LAST or not last:
            return False
        if self._is_participle(end - 1) and not known.BE.union(known.HAVE).intersection(
            self.bare[max(end - 6, 0) : end]
        ):
            return False
        if is_adjective(last):
            return bool(known.BE.intersection(self.bare[max(end - 7, 0) : end - 1]))
        if last in known.VERBS:
            if known.TOLD_OF.intersection(self.bare[: end - 2]) and before not in known.MODIFIERS - known.AUXILIARIES:
                return True
            joined = before in ("to", "and", "or") or self.words[end - 2].endswith(",")
            is_noun = last in known.ALSO_NOUNS and not joined and before not in known.PRONOUNS
            return is_noun and not (before.endswith("s") and before not in known.DETERMINERS)
        return not (last.endswith("ing") and before in known.PREPOSITIONS and last not in known.NOUNS_IN_ING)

    def _stops_in_a_list(self, end: int) -> bool:
        """Return whether this is after 'A, B' where 'and C' still comes."""
        commas = [
            n for n in range(1, end) if self.words[n - 1].endswith(",") and self._cost_of(n, has_comma=True) == ITEM
        ]
        joined = {"and", "or"}
        if not commas or joined.intersection(self.bare[commas[-1] : end]):
            return False
        return bool(joined.intersection(self._clause_from(end)))

    def _clause_is_told(self, end: int, *, last_resort: bool) -> bool:
        """Return whether the clause that was opened last has its own verb, and something after it."""
        opened = [n for n in range(end) if self._word(n) in known.OPENS_CLAUSE and self._opens(n)]
        if not opened:
            return True
        start = opened[-1] + (2 if self._word(opened[-1] + 1) == "that" else 1)
        verbs = known.AUXILIARIES | known.FINITE | (known.VERBS if last_resort else frozenset())
        told = [n for n in range(start, len(self.words)) if self._word(n) in verbs and self._is_finite(n, start)]
        if not told:
            return self._word(start - 1) != "that"
        can_end_on_it = self._word(opened[-1]) in known.TOLD_OF and self._word(told[0]) not in known.AUXILIARIES
        return told[0] < end - 1 or (can_end_on_it and told[0] == end - 1)

    def _opens(self, place: int) -> bool:
        """Return whether a clause is told from here: 'that' and 'who' after a noun only say which one is meant."""
        word, before = self._word(place), self._word(place - 1)
        tells = known.OPENS_CLAUSE | known.FINITE | (known.VERBS - known.ALSO_NOUNS)
        return word not in known.RELATIVES | {"that"} or before in tells

    def _is_finite(self, place: int, start: int) -> bool:
        """Return whether a verb here is the verb of the clause: not 'to keep', and not its subject."""
        word, before = self._word(place), self._word(place - 1)
        if word in known.AUXILIARIES:
            return place > start or before in ("there", "who", "what") or self._word(start - 1) in ("who", "what")
        starts_it = place == start and self._word(start - 1) not in ("who", "what")
        return not starts_it and before != "to" and before not in known.PREPOSITIONS | known.DETERMINERS | {"and"}

    def _pairs_are_whole(self, end: int) -> bool:
        """Return whether 'both', 'between', 'not only' and 'from' have their other halves."""
        for first, second in (("both", "and"), ("between", "and"), ("either", "or"), ("neither", "nor")):
            if first in self.bare[:end]:
                place = end - 1 - self.bare[:end][::-1].index(first)
                if second in self.bare[place:] and second not in self.bare[place : end - 1]:
                    return False
        if "only" in self.bare[:end] and "but" in self.bare[end:]:
            return False
        if "from" in self.bare[max(end - 8, 0) : end]:
            rest = range(end, min(end + 8, len(self.words)))
            return not any(self._word(n) == "to" and not self._is_verb(n + 1) for n in rest)
        return True

    def _verbs_have_what_they_need(self, end: int) -> bool:
        """Return whether verbs that say nothing alone stand with what they need: 'enable X to …', 'equip X with …'."""
        for place in range(end):
            word, reach = self._word(place), range(place + 1, min(place + FAR, len(self.words)))
            if word in known.NEEDS_INFINITIVE:
                verbs = [n for n in reach if self._is_infinitive(n, place)]
                if verbs and verbs[0] >= end - 1:
                    return False
            is_asked = place == 0 or self._word(place - 1) in ("to", "and")
            wanted = known.NEEDS_PREPOSITION.get(word, "") if is_asked else ""
            given = [
                n for n in reach if self._word(n) == wanted != "" and not (wanted == "to" and self._is_verb(n + 1))
            ]
            if given and given[0] >= end - 1:
                return False
        return True

    def _is_infinitive(self, place: int, after: int) -> bool:
        """Return whether 'to do' stands here, or 'do' itself some way after 'help'."""
        word, before = self._word(place), self._word(place - 1)
        is_bare = self._word(after).startswith("help") and place > after + 1 and word not in known.ALSO_NOUNS
        return word in known.VERBS and (before == "to" or (is_bare and before not in known.MODIFIERS))
