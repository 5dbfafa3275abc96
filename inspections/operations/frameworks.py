"""Loads the inspectorate's frameworks from the data files; running it again brings the records up to date."""

from collections.abc import Iterable

from django.db import transaction

from inspections.data import FrameworkData, StandardData
from inspections.models import Framework, KeyQuestion, Standard


@transaction.atomic
def load_frameworks(*, frameworks: Iterable[FrameworkData]) -> int:
    """Make or bring up to date each framework, its standards and key questions; return how many frameworks.

    Nothing is deleted: a report may hang on an older wording.
    """
    count = 0
    for framework_data in frameworks:
        framework, _ = Framework.objects.update_or_create(
            code=framework_data.code,
            defaults={
                "name": framework_data.name,
                "kind": framework_data.kind,
                "used_from_on": framework_data.in_use_from,
                "used_to_on": framework_data.in_use_to,
                "is_rated": framework_data.rated,
                "is_verified": framework_data.verified,
                "max_score": framework_data.max_score,
                "rules": _rules(framework_data),
            },
        )
        for standard in framework_data.standards:
            _load_standard(framework, standard)
        count += 1
    return count


def _load_standard(framework: Framework, data: StandardData) -> None:
    standard, _ = Standard.objects.update_or_create(
        framework=framework,
        code=data.code,
        defaults={
            "title": data.title,
            "statement": data.statement,
            "position": data.position,
            "is_rated": data.rated,
            "judged_by": data.judgement,
        },
    )
    for question in data.key_questions:
        KeyQuestion.objects.update_or_create(
            standard=standard, position=question.position, defaults={"text": question.text}
        )


def _rules(data: FrameworkData) -> dict[str, object]:
    return {
        "points": dict(data.points),
        "overall_bands": dict(data.overall_bands),
        "key_question_bands": dict(data.key_question_bands),
        "panel_margin": data.panel_margin,
        "progress_categories": [
            {"code": category.code, "name": category.name, "meaning": category.meaning}
            for category in data.progress_categories
        ],
    }
