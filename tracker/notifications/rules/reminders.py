"""How long mail that could not go waits before another try."""

from datetime import timedelta

RETRY_MINUTES = (1, 2, 5)  # after the first, the second and every later try


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many tries, from 1.

    Short, so that mail goes soon after the cause has ended.
    """
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])
