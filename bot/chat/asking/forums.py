"""Posts of forums: what one asks, and how it is marked once its author says that it is solved."""

from __future__ import annotations

import discord
from discord import ui

from bot.chat.acknowledging import acknowledge
from bot.chat.custom_ids import custom_id, parse_custom_id
from bot.chat.look import button
from bot.chat.messages import said_in
from bot.chat.presses import TOO_OLD, Press
from bot.chat.servers import permissions_of
from bot.matching.text import fold, words
from bot.translation import N_, _, languages, speaking

ACTION = "solved"
MARK = "✅"
"""What marks a post in a forum that has no tag for it."""
TAGS_LIMIT = 5
"""How many tags Discord lets a post have."""
TAG_NAMES = N_("solved, resolved, answered, done")
"""Names that a forum may give to the tag for solved posts; each catalogue has its own."""
NOT_YOURS = N_("Only who opened this post, and who may manage threads here, can say that.")
NO_TAG = N_(
    "I may not put the tag “{tag}” on this post: for that I need the permission *Manage Threads* "
    "here."
)
NO_REACTION = N_(
    "I may not mark this post with {mark}: for that I need the permission *Add Reactions* here."
)
NO_HISTORY = N_(
    "I may not mark this post with {mark}: for that I need the permission *Read Message History* "
    "here."
)
FAILED = N_("Discord did not let me mark this post. It may be closed or locked.")


def opened_post(message: discord.Message) -> discord.Thread | None:
    """The forum post that a message opens; None if it opens none."""
    post = message.channel
    return post if post.id == message.id and isinstance(post, discord.Thread) else None


def is_in_forum(channel: object) -> bool:
    """Whether a channel is a post of a forum."""
    return isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel)


def post_question(title: str, text: str) -> str:
    """What a post asks: its title is part of it."""
    return f"{title.strip()}\n{text.strip()}".strip()


def asked_by(message: discord.Message, channel: object) -> str:
    """What a message in `channel` asks, with the post's title if it opens a post."""
    text = said_in(message)
    if isinstance(channel, discord.Thread) and channel.id == message.id:
        return post_question(channel.name, text)
    return text


def add_solved(view: ui.LayoutView, author_id: int) -> ui.LayoutView:
    """Adds the button by which a post's author says that the answer solved it."""
    said = _("Did that solve it?")
    return _with_section(view, f"-# {said}", button(_("Solved it"), custom_id(ACTION, author_id)))


def carry_solved(message: discord.Message, view: ui.LayoutView) -> ui.LayoutView:
    """Adds that button, in its present state, to what replaces a message that has it."""
    shown = ui.LayoutView.from_message(message, timeout=None)
    shown.stop()
    for section in _sections(shown):
        text = section.children[0]
        if isinstance(text, ui.TextDisplay) and isinstance(section.accessory, ui.Button):
            return _with_section(view, text.content, section.accessory)
    return view


def solved_view(message: discord.Message) -> ui.LayoutView:
    """The message as it is, with the button disabled."""
    view = ui.LayoutView.from_message(message, timeout=None)
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    for section in _sections(view):
        section.clear_items()
        section.add_item("-# " + _("This post is marked as solved."))
        if isinstance(section.accessory, ui.Button):
            section.accessory.label = _("Solved")
            section.accessory.disabled = True
    return view


def _with_section(
    view: ui.LayoutView, text: str, accessory: ui.Button[ui.LayoutView]
) -> ui.LayoutView:
    for child in view.children:
        if isinstance(child, ui.Container):
            child.add_item(ui.Section(text, accessory=accessory))
    return view


def _sections(view: ui.LayoutView) -> list[ui.Section[ui.LayoutView]]:
    """Those with the button; there is one, or none."""
    found = []
    for item in view.walk_children():
        if isinstance(item, ui.Section) and isinstance(item.accessory, ui.Button):
            it = parse_custom_id(item.accessory.custom_id or "")
            if it is not None and it.action == ACTION:
                found.append(item)
    return found


async def mark_solved(press: Press) -> None:
    """Marks a post as solved, if its author or somebody who manages threads asks for it."""
    interaction = press.interaction
    if interaction.user.id != press.id_at(0) and not permissions_of(interaction).manage_threads:
        await press.tell(_(NOT_YOURS))
        return
    post, message = interaction.channel, interaction.message
    if not isinstance(post, discord.Thread) or message is None:
        await press.tell(_(TOO_OLD))
        return
    tag = _tag(post)
    if problem := _missing(interaction.app_permissions, tag):
        await press.tell(problem)
        return
    await acknowledge(interaction)
    try:
        if tag is not None:
            await post.add_tags(tag)
        else:
            await post.get_partial_message(post.id).add_reaction(MARK)
    except discord.HTTPException:
        await press.tell(_(FAILED))
        return
    await interaction.edit_original_response(
        view=solved_view(message), allowed_mentions=discord.AllowedMentions.none()
    )


HANDLERS = {ACTION: mark_solved}


def solved_tag(names: list[str]) -> int | None:
    """The place of the name that says solved in any language, emoji and case apart."""
    wanted: set[str] = set()
    for language in languages():
        with speaking(language):
            wanted |= {_plain(it) for it in _(TAG_NAMES).split(",")}
    return next((place for place, name in enumerate(names) if _plain(name) in wanted), None)


def _tag(post: discord.Thread) -> discord.ForumTag | None:
    """The forum's tag that says solved; None if it has none, or no room for another tag."""
    if not isinstance(post.parent, discord.ForumChannel):
        return None
    tags = list(post.parent.available_tags)
    place = solved_tag([it.name for it in tags])
    if place is None:
        return None
    has_it = tags[place] in post.applied_tags
    return tags[place] if has_it or len(post.applied_tags) < TAGS_LIMIT else None


def _missing(permissions: discord.Permissions, tag: discord.ForumTag | None) -> str:
    """What keeps the bot from marking a post, in a sentence; empty if nothing does."""
    if tag is not None:
        return (
            ""
            if permissions.manage_threads
            else _(NO_TAG).format(tag=discord.utils.escape_markdown(tag.name))
        )
    if not permissions.add_reactions:
        return _(NO_REACTION).format(mark=MARK)
    return "" if permissions.read_message_history else _(NO_HISTORY).format(mark=MARK)


def _plain(name: str) -> str:
    return " ".join(words(fold(name)))
