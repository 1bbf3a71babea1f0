"""What people write and do to messages, and what the bot is shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.standin import channels, objects
from tests.standin.channel_routes import deletion
from tests.standin.channels import PUBLIC_THREAD, Channel, Tag
from tests.standin.intents import MESSAGE_CONTENT
from tests.standin.people import BOT, ME, OWNER, Person
from tests.standin.permissions import Permission
from tests.standin.pings import mentioned_roles, mentioned_users, mentions_everyone
from tests.standin.reactions import Reactions
from tests.standin.rights import Rights
from tests.standin.stage import Stage
from tests.standin.uploads import Upload

JSON = dict[str, Any]

THREAD_MADE, REPLY, THREAD_STARTER = 18, 19, 21
HAS_THREAD = 1 << 5
FORWARDED = 1
WITHHELD: JSON = {"content": "", "attachments": [], "embeds": [], "components": []}
"""What takes the message-content intent, unless a message is the bot's concern."""
SNAPSHOT = (
    *WITHHELD,
    "type",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
)
"""What Discord copies of a message that is forwarded; not who wrote it."""


class Writing(Stage):
    """Messages, threads, forum posts and reactions of people."""

    async def say(
        self,
        content: str,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        reply_to: JSON | None = None,
        is_pinging: bool = True,
        author: JSON | None = None,
        files: Sequence[Upload] = (),
        **more: Any,
    ) -> JSON:
        """Somebody writes a message; the bot sees of it what Discord would show.

        Mentions are typed as Discord keeps them: `<@id>`, `<@&id>`. A reply pings the author it
        replies to unless `is_pinging` is false.
        """
        channel = self._channel(channel, guild, by)
        place = self.places.guild_of(channel)
        writer = author or objects.person(by)
        more |= {"attachments": [self.attachments.add(it) for it in files]} if files else {}
        if reply_to is not None:
            reference = {"message_id": reply_to["id"], "channel_id": channel, "type": 0}
            gone = reply_to["id"] in self.deleted
            more |= {
                "type": REPLY,
                "message_reference": reference | ({"guild_id": place} if place else {}),
                "referenced_message": None if gone else self._current(reply_to),
            }
        whole = objects.message(
            content,
            channel_id=channel,
            guild_id=place,
            author=writer,
            by=by if author is None else None,
            **more,
        )
        pinged = reply_to["author"]["id"] if reply_to is not None and is_pinging else None
        mentions = self._mentions(whole, by, pinged)
        # A test may say what is mentioned.
        whole = {**whole, **{key: it for key, it in mentions.items() if key not in more}}
        await self._wake(channel)
        shown = self._keep_said(whole)
        await self.tell(channel, "MESSAGE_CREATE", shown)
        return shown

    async def forward(
        self, message: JSON, *, by: Person = OWNER, channel: str | None = None, content: str = ""
    ) -> JSON:
        """Somebody forwards a message to a channel; Discord's own client adds no `content`."""
        kept = self.written.get(message["id"]) or self._current(message)
        place = self.places.guild_of(message["channel_id"])
        reference = {"message_id": message["id"], "channel_id": message["channel_id"]}
        return await self.say(
            content,
            by=by,
            channel=channel,
            message_reference={
                **reference,
                "type": FORWARDED,
                **({"guild_id": place} if place else {}),
            },
            message_snapshots=[{"message": {key: kept[key] for key in SNAPSHOT}}],
        )

    async def edit_message(self, message: JSON, content: str) -> JSON:
        """Somebody changes what they wrote; what they mention is worked out anew."""
        before = self.written.get(message["id"], message)
        by = self.people.get(before["author"]["id"], OWNER)
        replied = before.get("referenced_message")
        ids = [it["id"] for it in before["mentions"]]
        pinged = replied["author"]["id"] if replied and replied["author"]["id"] in ids else None
        edited = {**before, "content": content, "edited_timestamp": objects.now()}
        shown = self._keep_said({**edited, **self._mentions(edited, by, pinged)})
        await self.tell(message["channel_id"], "MESSAGE_UPDATE", shown)
        return shown

    async def delete_message(self, message: JSON) -> None:
        """Somebody deletes a message, theirs or the bot's."""
        self.forget_message(message["id"])
        self.deleted.add(message["id"])
        await self.tell(message["channel_id"], "MESSAGE_DELETE", deletion(message))

    async def delete_messages(self, messages: Sequence[JSON]) -> None:
        """A moderator, or another bot, deletes several messages of one channel at once."""
        channel = messages[0]["channel_id"]
        assert {it["channel_id"] for it in messages} == {channel}, "they are in several channels"
        for message in messages:
            self.forget_message(message["id"])
            self.deleted.add(message["id"])
        about = deletion(messages[0])
        ids = [it["id"] for it in messages]
        del about["id"]
        await self.tell(channel, "MESSAGE_DELETE_BULK", {**about, "ids": ids})

    async def open_thread(
        self,
        name: str,
        *,
        by: Person = OWNER,
        channel: str | None = None,
        message: JSON | None = None,
    ) -> str:
        """Somebody opens a thread in a channel, or on a message, whose id it then has; its id.

        Write in it with `say(..., channel=...)`.
        """
        parent = self._channel(channel or (message or {}).get("channel_id"), None, by)
        thread = message["id"] if message else objects.snowflake()
        await self._add_thread(thread, name, parent, by)
        place = self.places.guild_of(parent)
        reference = {"channel_id": thread, "guild_id": place, "type": 0}
        if message is None:
            more: JSON = {"type": THREAD_MADE, "message_reference": reference}
            await self.say(name, by=by, channel=parent, **more)
            return thread
        kept = self.written.get(message["id"], self._current(message))
        marked = {**kept, "flags": kept["flags"] | HAS_THREAD, "thread": self.channel(thread)}
        if message["id"] in self.messages:
            self.messages[message["id"]] = shown = marked
        else:
            shown = self._keep_said(marked)
        await self.tell(parent, "MESSAGE_UPDATE", shown)
        started = {**reference, "channel_id": parent, "message_id": message["id"]}
        more = {"type": THREAD_STARTER, "message_reference": started, "referenced_message": shown}
        await self.say("", by=by, channel=thread, **more)
        return thread

    async def open_post(
        self,
        title: str,
        content: str,
        *,
        by: Person = OWNER,
        channel: str = channels.FORUM,
        tags: Sequence[Tag] = (),
        files: Sequence[Upload] = (),
    ) -> JSON:
        """Somebody opens a post in a forum; its first message, whose id is also the post's."""
        assert self.places.is_forum(channel), f"{channel} is no forum"
        post = objects.snowflake()
        await self._add_thread(post, title, channel, by, [it.id for it in tags])
        return await self.say(content, by=by, channel=post, files=files, id=post)

    async def change_thread(self, thread: str, **changes: Any) -> JSON:
        """A moderator changes a thread: `name`, `is_archived`, `is_locked`, `applied_tags`."""
        self.places.change_channel(thread, **changes)
        changed = self.channel(thread)
        await self.tell(thread, "THREAD_UPDATE", changed)
        return changed

    async def delete_thread(self, thread: str) -> None:
        """A moderator deletes a thread and all that is in it."""
        is_seen = self.places.sees(thread)
        gone = self.channel(thread)
        del self.places.channels[thread]
        for message in [*self.said.values(), *self.messages.values()]:
            if message["channel_id"] == thread:
                self.forget_message(message["id"])
        kept = ("id", "guild_id", "parent_id", "type")
        if is_seen:
            await self.dispatch("THREAD_DELETE", {key: gone[key] for key in kept})

    async def react(self, message: JSON, emoji: str, *, by: Person = OWNER) -> None:
        """Somebody reacts to a message."""
        self.people.setdefault(by.id, by)
        await self._reactions.add(message, emoji, by.id, by)

    async def take_back_reaction(self, message: JSON, emoji: str, *, by: Person = OWNER) -> None:
        """Somebody takes their reaction back."""
        await self._reactions.remove(message, emoji, by.id)

    def reactions_to(self, message: JSON) -> dict[str, set[str]]:
        """By each emoji on a message, the ids of who reacted with it, the bot's own included."""
        return {
            emoji: {*ids} for emoji, ids in self.reactions.get(message["id"], {}).items() if ids
        }

    async def start_typing(
        self, *, by: Person = OWNER, guild: str | None = None, channel: str | None = None
    ) -> None:
        """Somebody is seen typing, by a bot that asked to be told of it."""
        channel = self._channel(channel, guild, by)
        place = self.places.guild_of(channel)
        about: JSON = {"channel_id": channel, "user_id": by.id, "timestamp": 1_790_000_000}
        if place:
            member = {**objects.member(by, place), "user": objects.person(by)}
            about |= {"guild_id": place, "member": member}
        await self.tell(channel, "TYPING_START", about)

    @property
    def _reactions(self) -> Reactions:
        return Reactions(self, Rights(self), self._gateway)

    async def _wake(self, channel: str) -> None:
        """Takes a thread out of the archive, as every message in it does."""
        found = self.places.channels.get(channel)
        if found is not None and found.is_archived:
            assert not found.is_locked, f"thread {channel} is locked"
            await self.change_thread(channel, is_archived=False)

    async def _add_thread(
        self, thread: str, name: str, parent: str, by: Person, tags: Sequence[str] = ()
    ) -> None:
        self.people.setdefault(by.id, by)
        place = self.places.guild_of(parent)
        assert place is not None, "threads are on servers"
        known = {it.id for it in self.places.channels[parent].tags}
        assert set(tags) <= known, f"the forum has no tags {set(tags) - known}"
        self.places.channels[thread] = Channel(
            thread, place, name, PUBLIC_THREAD, parent, by.id, applied_tags=tuple(tags)
        )
        made = {**channels.as_json(self.places.channels[thread], message_count=0)}
        await self.tell(parent, "THREAD_CREATE", {**made, "newly_created": True})

    def _mentions(self, message: JSON, by: Person, pinged: str | None) -> JSON:
        """What Discord notes in a message of those whom it mentions."""
        content = message["content"]
        place = message.get("guild_id")
        known = {**self.people, BOT: ME}
        users = dict.fromkeys([*mentioned_users(content), *([pinged] if pinged else [])])
        roles = {it.id for it in self.places.roles_of(place)} if place else set()
        may_all = self.places.permissions(by, message["channel_id"]) & Permission.MENTION_EVERYONE
        return {
            "mentions": [
                self._user(known[it], place) for it in dict.fromkeys(users) if it in known
            ],
            "mention_roles": [it for it in mentioned_roles(content) if it in roles],
            "mention_everyone": bool(may_all) and mentions_everyone(content),
        }

    def _keep_said(self, whole: JSON) -> JSON:
        """What the bot is shown of a message."""
        self.written[whole["id"]] = whole
        shown = whole if self._is_shown(whole) else _withheld(whole)
        self.said[whole["id"]] = shown
        return shown

    def _is_shown(self, whole: JSON) -> bool:
        """Whether the bot gets the content: it is the bot's concern, or the bot may read all.

        A reply's ping is not enough where what it replies to responds to an interaction.
        """
        is_response = (whole.get("referenced_message") or {}).get("id") in self.responses
        is_named = BOT in mentioned_users(whole["content"])
        is_mentioned = BOT in [it["id"] for it in whole["mentions"]]
        return (
            whole.get("guild_id") is None
            or is_named
            or (is_mentioned and not is_response)
            or bool(self._gateway.intents & MESSAGE_CONTENT)
        )


def _withheld(whole: JSON) -> JSON:
    """A message without what is withheld of it, and of what it forwards."""
    forwarded = [{"message": it["message"] | WITHHELD} for it in whole.get("message_snapshots", [])]
    return {**whole, **WITHHELD, **({"message_snapshots": forwarded} if forwarded else {})}
