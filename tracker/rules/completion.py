"""What is missing of an action that is completed: asked of nobody, and said in words."""


def missing_evidence(*, pieces: int, stale: int = 0) -> str:
    """Return a sentence where nothing, or nothing recent, shows that the action worked; '' where something does."""
    if not pieces:
        return "No evidence is attached yet that shows that it worked."
    if stale >= pieces:
        return "All of the evidence that is attached is stale."
    return ""
