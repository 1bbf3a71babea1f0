"""How Discord says no."""

from __future__ import annotations

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_USER, UNKNOWN_WEBHOOK = 10003, 10008, 10013, 10015
UNKNOWN_GUILD, UNKNOWN_INTERACTION = 10004, 10062
TOO_LARGE, ACKNOWLEDGED, TOO_MANY_FOLLOWUPS = 40005, 40060, 40094
MISSING_ACCESS, INVALID_BODY, EXPIRED_TOKEN, NOT_THE_AUTHOR = 50001, 50035, 50027, 50005


class Refused(Exception):
    """A request that Discord refuses, with the status and the code that it gives."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
