"""How Discord says no."""

from __future__ import annotations

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_USER, UNKNOWN_WEBHOOK = 10003, 10008, 10013, 10015
UNKNOWN_GUILD, UNKNOWN_INTERACTION = 10004, 10062
TOO_LARGE, ACKNOWLEDGED, TOO_MANY_FOLLOWUPS = 40005, 40060, 40094
UNKNOWN_MEMBER, UNKNOWN_EMOJI, UNKNOWN_TAG = 10007, 10014, 10087
MISSING_ACCESS, INVALID_BODY, EXPIRED_TOKEN, NOT_THE_AUTHOR = 50001, 50035, 50027, 50005
MISSING_PERMISSIONS, NOT_IN_DIRECT, CLOSED_DIRECT, NO_TEXT_CHANNEL = 50013, 50003, 50007, 50008
NO_SERVER_IN_COMMON = 50278
INVALID_RECIPIENT, IS_ARCHIVED, IS_LOCKED, NO_HISTORY = 50033, 50083, 160005, 160002


class Refused(Exception):
    """A request that Discord refuses, with the status and the code that it gives."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class NoRoute(Exception):
    """A request that the stand-in does not know, which is a breach."""
