"""Posts and cover that were given to people and still are theirs: what a digest tells of them."""

from collections.abc import Iterable

from tracker.choices import NoticeKind
from tracker.models import Deputy, PostHolder
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import Given
from tracker.rules.notices import Identity


def still_given(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, Given]:
    """Return what still is given, of people who can be mailed; 2 queries. The number of a notice is its post's."""
    wanted = {each.identity for each in notices}
    posts = {each.number for each in wanted}
    held = PostHolder.objects.not_over(on=day.on).who_can_be_told(on=day.on).for_page().filter(post__in=posts)
    covered = Deputy.objects.not_over(on=day.on).who_can_be_told(on=day.on).for_page().filter(post__in=posts)
    given = {_identity(NoticeKind.POST_GIVEN, each): _given(NoticeKind.POST_GIVEN, each) for each in held}
    given |= {_identity(NoticeKind.COVER_GIVEN, each): _given(NoticeKind.COVER_GIVEN, each) for each in covered}
    return {identity: each for identity, each in given.items() if identity in wanted}


def _identity(kind: NoticeKind, each: PostHolder | Deputy) -> Identity:
    return Identity(kind, each.post.ref, each.person_id, each.post_id, each.from_on)


def _given(kind: NoticeKind, each: PostHolder | Deputy) -> Given:
    post = f"{each.post.title}, {each.post.organisation.display_name}"
    return Given(kind, each.post.ref, post, each.from_on, each.last_on if isinstance(each, Deputy) else None)
