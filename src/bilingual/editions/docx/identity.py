"""Who wrote a DOCX (to come)."""


def edition_id(data: bytes) -> str:
    """Return the id that the file has; empty if it has none."""
    return ""


def is_unchanged(data: bytes) -> bool | None:
    """Return whether the file is as it was written; None if it does not say."""
    return None
