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
    wanted = {notice.identity for notice in notices}
    posts = {identity.number for identity in wanted}
    held = PostHolder.objects.not_over(on=day.on).who_can_be_told(on=day.on).for_page().filter(post__in=posts)
    covered = Deputy.objects.not_over(on=day.on).who_can_be_told(on=day.on).for_page().filter(post__in=posts)
    given = {_identity(NoticeKind.POST_GIVEN, holder): _given(NoticeKind.POST_GIVEN, holder) for holder in held}
    given |= {_identity(NoticeKind.COVER_GIVEN, deputy): _given(NoticeKind.COVER_GIVEN, deputy) for deputy in covered}
    return {identity: row for identity, row in given.items() if identity in wanted}


def _identity(kind: NoticeKind, holder: PostHolder | Deputy) -> Identity:
    return Identity(kind, holder.post.ref, holder.person_id, holder.post_id, holder.from_on)


def _given(kind: NoticeKind, holder: PostHolder | Deputy) -> Given:
    post = f"{holder.post.title}, {holder.post.organisation.display_name}"
    return Given(kind, holder.post.ref, post, holder.from_on, holder.last_on if isinstance(holder, Deputy) else None)
