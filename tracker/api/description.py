"""What the OpenAPI description says of every operation: its refusals, in words, beside its good answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from tracker.api.errors import Error

GOOD = {"200": "What you asked for", "201": "Saved, or saved before with the same key"}
REFUSED = {
    "400": "Something that was sent cannot be used; `fields` says what to change",
    "401": "Nobody is signed in, or the token is not known",
    "403": "You can see it, but you may not do this",
    "404": "There is nothing here that you can see",
    "409": "Somebody saved meanwhile, or the status does not allow it",
    "422": "The key was used for another update",
    "429": "Too many requests; `Retry-After` says how many seconds to wait",
}

IN_THE_ADDRESS = {
    "ref": "The reference of the record, such as ACT-0412",
    "slug": "The short name of the organisation, such as kirklees",
}


class Description(AutoSchema):
    """Adds to each operation the refusals that any door can give, and words to every answer."""

    def get_operation(self, path: str, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(path, *args, **kwargs)
        if operation is None:
            return None
        for said in operation.get("parameters", []):
            if said["in"] == "path":
                said["description"] = IN_THE_ADDRESS[said["name"]]
        answers = operation["responses"]
        for code in ["401", "429", "404" if "{" in path else "400"]:
            answers.setdefault(code, self._get_response_for_code(Error, code))
        for code, answer in answers.items():
            answer["description"] = (GOOD | REFUSED)[code]
        operation["responses"] = dict(sorted(answers.items()))
        return operation
