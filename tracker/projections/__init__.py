"""Keeps what lists ask for: where work stands and what a row shows, worked out from the facts. README.md says how."""
