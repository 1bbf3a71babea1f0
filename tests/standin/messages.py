"""The bot's messages: what Discord keeps of them, and what it refuses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.standin import limits, objects, pings, refusals
from tests.standin.limits import COMPONENTS_V2, message_breaches
from tests.standin.memory import Memory
from tests.standin.modals import number
from tests.standin.people import BOT
from tests.standin.pings import Pings
from tests.standin.places import UPLOAD_LIMIT
from tests.standin.refusals import Refused
from tests.standin.uploads import Upload

JSON = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
REPLY = 19
EMPTY: JSON = {"content": "", "components": [], "embeds": [], "attachments": []}
_NEW: JSON = {**EMPTY, "flags": 0}


class Messages:
    """Creates, edits and deletes them in what the stand-in remembers."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def create(
        self,
        body: JSON,
        files: dict[str, Upload],
        channel: str,
        *,
        privacy: int = 0,
        pinging: JSON = pings.IN_CHANNELS,
        **more: Any,
    ) -> JSON:
        """A new message in a channel; `more` overrides what the body says of it.

        `privacy` is the flag of a private message or 0, and `pinging` whom it notifies where the
        body does not say.
        """
        reference = body.get("message_reference")
        replied_to = self._referenced(reference, channel) if reference else None
        made = self._checked(_NEW, body, files)
        made["flags"] |= privacy
        if reference and replied_to:
            made |= {"type": REPLY, "referenced_message": replied_to}
            made["message_reference"] = {**_ids(reference), "channel_id": channel, "type": 0}
        message = self._of_bot(made.pop("content"), channel, **{**made, **more})
        self.notify(message, body, pinging, replied_to)
        return self._keep(message)

    def create_loading(self, channel: str, flags: int, **more: Any) -> JSON:
        """What stands for a response until there is one."""
        return self._keep(self._of_bot("", channel, flags=flags | LOADING, **more))

    def notify(
        self, message: JSON, body: JSON, pinging: JSON, replied_to: JSON | None = None
    ) -> None:
        """Pings whom a message may, once it is there to be seen, and notes in it whom it names."""
        allowed = body.get("allowed_mentions")
        allowed = pinging if allowed is None else allowed
        self.refuse(pings.mention_breaches(allowed))
        notified = Pings(self._memory.places, self._memory.people)
        is_private = message["flags"] & EPHEMERAL
        found = frozenset[str]() if is_private else notified.of(message, allowed, replied_to)
        self._memory.pings[message["id"]] = found
        message["mentions"] = [objects.user(it) for it in notified.users(message, allowed)]

    def edit(self, message_id: str, body: JSON, files: dict[str, Upload]) -> JSON:
        """The message with what the body changes; what it leaves out stays."""
        old = self.find(message_id)
        self.refuse(pings.mention_breaches(body.get("allowed_mentions")))
        changed = self._checked(old, body, files)
        return self._keep({**old, **changed, "edited_timestamp": objects.now()})

    def delete(self, message_id: str) -> JSON:
        """The message that was there."""
        gone = self.find(message_id)
        del self._memory.messages[message_id]
        self._memory.deleted.add(message_id)
        return gone

    def find(self, message_id: str) -> JSON:
        found = self._memory.messages.get(message_id)
        if found is None:
            raise Refused(404, refusals.UNKNOWN_MESSAGE, "Unknown Message")
        return found

    def refuse(self, breaches: list[str]) -> None:
        """Refuses what breaches a limit, and remembers it."""
        if breaches:
            self._memory.breaches.extend(breaches)
            raise Refused(400, refusals.INVALID_BODY, "; ".join(breaches))

    def _checked(self, old: JSON, body: JSON, files: dict[str, Upload]) -> JSON:
        """What a body makes of a message, checked as a whole."""
        if any(len(it.content) > UPLOAD_LIMIT for it in files.values()):
            self._memory.breaches.append("a file over the limit")
            raise Refused(413, refusals.TOO_LARGE, "Request entity too large")
        flags = int(body.get("flags") or 0)
        if "flags" in body and old["flags"] & COMPONENTS_V2 and not flags & COMPONENTS_V2:
            self.refuse(["the flag of components v2 is dropped"])
        made = {key: (body[key] if key in body else old[key]) or EMPTY[key] for key in EMPTY}
        kept, uploaded = self._attached(old, body, files)
        made |= {
            "attachments": [*kept, *uploaded],
            "flags": (old["flags"] & ~LOADING) | (flags & ~(EPHEMERAL | LOADING)),
        }
        self.refuse(message_breaches(made))
        if made["flags"] & COMPONENTS_V2:
            shown = {*limits.attachment_names(made["components"])}
            unseen = {it["filename"] for it in uploaded} - shown
            # Discord takes it, and shows it to nobody.
            if unseen:
                self._memory.breaches.extend(f"no component shows {it}" for it in sorted(unseen))
        made["components"] = _with_media(number(deepcopy(made["components"])), made["attachments"])
        return made

    def _attached(
        self, old: JSON, body: JSON, files: dict[str, Upload]
    ) -> tuple[list[JSON], list[JSON]]:
        """The files that stay, and those that are new."""
        named = {str(it["id"]): it for it in body.get("attachments") or []}
        held = {it["id"]: it for it in old["attachments"]}
        unknown = set(named) - set(files) - set(held)
        self.refuse([f"there is no attachment {it}" for it in sorted(unknown)])
        keeps_all = body.get("attachments") is None and "attachments" not in body
        kept = [it for key, it in held.items() if keeps_all or key in named]
        attachments = self._memory.attachments
        new = [attachments.add(_renamed(it, named.get(key))) for key, it in files.items()]
        return kept, new

    def _referenced(self, reference: JSON, channel: str) -> JSON | None:
        """The message that a body replies to; none where it may be gone and is."""
        message_id = str(reference["message_id"])
        found = self._memory.said.get(message_id) or self._memory.messages.get(message_id)
        is_there = found is not None and found["channel_id"] == channel
        if found is not None and is_there and message_id not in self._memory.private:
            return found
        if reference.get("fail_if_not_exists", True):
            raise Refused(400, refusals.INVALID_BODY, "message_reference: Unknown message")
        return None

    def _of_bot(self, content: str, channel: str, **more: Any) -> JSON:
        author = objects.user(BOT, is_bot=True)
        guild = self._memory.places.guild_of(channel)
        return objects.message(content, channel_id=channel, guild_id=guild, author=author, **more)

    def _keep(self, message: JSON) -> JSON:
        self._memory.messages[message["id"]] = message
        return message


def _ids(reference: JSON) -> JSON:
    return {key: str(reference[key]) for key in ("message_id", "guild_id") if key in reference}


def _renamed(upload: Upload, entry: JSON | None) -> Upload:
    return Upload((entry or {}).get("filename") or upload.filename, upload.content)


def _with_media(components: list[JSON], attachments: list[JSON]) -> list[JSON]:
    """The components with the addresses of the message's files in the place of their names."""
    by_name = {f"attachment://{it['filename']}": it for it in attachments}
    for media in limits.media_of(components):
        if found := by_name.get(media["url"]):
            media |= {
                "url": found["url"],
                "proxy_url": found["proxy_url"],
                "attachment_id": found["id"],
                "loading_state": 2,
            }
    for component in limits.walk(components):
        if component["type"] == limits.FILE:
            kept = next((it for it in attachments if it["url"] == component["file"]["url"]), {})
            component |= {key: kept[of] for key, of in FILE_FACTS if of in kept}
    return components


FILE_FACTS = (("name", "filename"), ("size", "size"))
