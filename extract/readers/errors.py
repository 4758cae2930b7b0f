"""Why a file could not be read, and what to do about it."""

from __future__ import annotations


class ReadError(ValueError):
    """A file that cannot be read: `file` names it, `reason` says why, `remedy` what to do about it.

    `code` is one word for programs: "missing", "binary", "encoding", "encrypted", "broken", "too-big", "unsafe",
    "unsupported", "archive", "active", "no-text", "no-tool".
    """

    def __init__(self, file: str, reason: str, remedy: str = "", *, code: str = "broken") -> None:
        self.file, self.reason, self.remedy, self.code = file, reason, remedy, code
        super().__init__(file, reason, remedy)

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}" + (f" ({self.remedy})" if self.remedy else "")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str], dict[str, str]]:
        """Errors travel between worker processes, so they must pickle with their code."""
        return ReadError, (self.file, self.reason, self.remedy), {"code": self.code}
