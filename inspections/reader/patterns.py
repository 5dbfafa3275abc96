"""Regular expressions that are compiled when they are first used, since each report is read in a fresh process."""

import re
from collections.abc import Callable, Iterator
from typing import Any, cast

# What the reader asks of a pattern; each is looked up once.
_ASKED = ("search", "match", "fullmatch", "sub", "subn", "finditer", "findall", "split", "pattern", "flags")


class _Lazy:
    """Stands for a pattern until it is first asked for anything."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        # Called only for what is not there yet: the pattern's own methods take the place of this one.
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return getattr(compiled, name)


class Guarded:
    """A long pattern that is asked, and compiled, only where a short one finds what it needs."""

    def __init__(self, text: str, flags: int, needs: str) -> None:
        self.pattern, self.needs = lazy(text, flags), lazy(needs, flags)

    def search(self, string: str) -> re.Match[str] | None:
        """Return the first place where the long pattern matches."""
        return self.pattern.search(string) if self.needs.search(string) else None

    def match(self, string: str) -> re.Match[str] | None:
        """Return the match at the beginning."""
        return self.pattern.match(string) if self.needs.search(string) else None

    def finditer(self, string: str) -> Iterator[re.Match[str]]:
        """Return all matches in their order."""
        return self.pattern.finditer(string) if self.needs.search(string) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], string: str) -> str:
        """Return the string with something else in the place of each match."""
        return self.pattern.sub(put, string) if self.needs.search(string) else string


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that costs nothing until it is used: most reports need half of those that the reader has.

    It has the methods of a compiled pattern, but is none: `re.sub` does not take it, and no match's `re` is it.
    """
    return cast("re.Pattern[str]", _Lazy(text, flags))


def guarded(text: str, flags: int = 0, *, needs: str) -> Guarded:
    """Return a pattern that is asked only of what `needs` is found in; no match of it may be without that."""
    return Guarded(text, flags, needs)
