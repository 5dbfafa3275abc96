"""Posts and cover that were given to people and still are theirs: what a digest tells of them."""

from collections.abc import Iterable
from datetime import date

from tracker.choices import NoticeKind
from tracker.models import Deputy, PostHolder
from tracker.rules.posts import Given, given_key


def keys_that_hold(keys: Iterable[str], *, on: date) -> set[str]:
    """Those of these notices' keys that are still true, of people who can be mailed; 2 queries."""
    return set(still_given(keys, on=on))


def still_given(keys: Iterable[str], *, on: date) -> dict[str, Given]:
    """What still is given, by its notice's key; 2 queries."""
    wanted = set(keys)
    posts = {int(key.split(":")[1].partition("-")[2]) for key in wanted}
    held = PostHolder.objects.not_over(on=on).who_can_be_told(on=on).for_page().filter(post__in=posts)
    covered = Deputy.objects.not_over(on=on).who_can_be_told(on=on).for_page().filter(post__in=posts)
    found = {_key(NoticeKind.POST_GIVEN, each): _given(NoticeKind.POST_GIVEN, each) for each in held}
    found |= {_key(NoticeKind.COVER_GIVEN, each): _given(NoticeKind.COVER_GIVEN, each) for each in covered}
    return {key: each for key, each in found.items() if key in wanted}


def _key(kind: NoticeKind, each: PostHolder | Deputy) -> str:
    return given_key(kind=kind, ref=each.post.ref, from_on=each.from_on, person_id=each.person_id)


def _given(kind: NoticeKind, each: PostHolder | Deputy) -> Given:
    post = f"{each.post.title}, {each.post.organisation.display_name}"
    return Given(kind, each.post.ref, post, each.from_on, each.last_on if isinstance(each, Deputy) else None)
