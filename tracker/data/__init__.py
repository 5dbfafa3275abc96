"""The themes of recommendations at the start; an administrator can add and retire them afterwards."""

import json
from pathlib import Path

THEMES = Path(__file__).parent / "themes.json"


def themes() -> list[tuple[str, str]]:
    """Return the code and the name of each theme, most frequent first (docs/domain.md#themes)."""
    return [(row["code"], row["name"]) for row in json.loads(THEMES.read_text(encoding="utf-8"))]
