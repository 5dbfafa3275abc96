"""The one-time password of a new account: long enough that nobody guesses it, easy to read out."""

import secrets

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that are taken for one another
GROUPS, GROUP = 5, 4  # 100 bits


def one_time_password() -> str:
    """Return 'k7mp-x2vd-…': 20 letters and digits, drawn by the operating system."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
