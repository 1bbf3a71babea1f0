"""What a server's admins see, and everybody of what is kept about them."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ui

from bot.chat.admins.digest import Digest, render_digest
from bot.chat.admins.joining import render_greeting
from bot.chat.admins.leaving import render_farewell
from bot.chat.admins.privacy import (
    KEPT_AFTER_ALL,
    render_forgotten,
    render_known,
    render_shown,
    render_sure,
)
from bot.chat.admins.settings_pages import (
    ANSWERING,
    CURATING,
    KEEPING,
    PEOPLE,
    render_page,
    render_silence,
)
from bot.chat.admins.silence import Facts, findings
from bot.chat.look import render_note
from bot.chat.message_content import REFUSED
from bot.store.people import Known
from tests.chat.admins.states import DECIDED, UNDECIDED
from tests.pictures import material as of
from tests.pictures.goldens import Case

PLACE, ME = f"<#{10**18 + 101}>", 10**18 + 1
NOBODY = Known((), (), (), {}, ())
HINDERED = Facts(
    missing=("Send Messages", "Read Message History"),
    elsewhere=(10**18 + 102, 10**18 + 103),
    has_commands=False,
    own_drafts=2,
    shared_entries=31,
    blocked=2,
)


def digest(*, is_quiet: bool = False) -> Digest:
    """What there is to tell of a week."""
    if is_quiet:
        return of.digest((), (), ())
    misses = [
        of.miss("how long for oolong?", "oolong how long", "How long for Oolong"),
        of.wrong_match("how long does tea keep?"),
    ]
    return of.digest(of.tallies(), of.votes(), misses)


def silence(facts: Facts) -> ui.LayoutView:
    """Why the bot is silent somewhere."""
    return render_silence(PLACE, findings(facts), ME)


CASES: Mapping[str, Case] = {
    "settings-answering": lambda: render_page(ANSWERING, UNDECIDED),
    "settings-answering-decided": lambda: render_page(ANSWERING, DECIDED),
    "settings-answering-german": of.in_german(lambda: render_page(ANSWERING, DECIDED)),
    "settings-curating": lambda: render_page(CURATING, UNDECIDED),
    "settings-curating-decided": lambda: render_page(CURATING, DECIDED),
    "settings-keeping": lambda: render_page(KEEPING, UNDECIDED),
    "settings-keeping-decided": lambda: render_page(KEEPING, DECIDED),
    "settings-people": lambda: render_page(PEOPLE, UNDECIDED),
    "settings-people-decided": lambda: render_page(
        PEOPLE, DECIDED, ["**I cannot block myself.** Nothing was changed about me."]
    ),
    "silence": lambda: silence(HINDERED),
    "silence-without-cause": lambda: silence(Facts(own_entries=1, is_unasked=True)),
    "digest": lambda: render_digest(digest(), has_chart=True),
    "digest-german": of.in_german(lambda: render_digest(digest(), has_chart=True)),
    "digest-quiet": lambda: render_digest(digest(is_quiet=True), has_chart=False),
    "unasked-refused": lambda: render_note(REFUSED),
    "greeting": render_greeting,
    "greeting-to-owner": lambda: render_greeting("The *Debate* Club"),
    "farewell": lambda: render_farewell("The *Debate* Club", of.NOW, has_file=True),
    "farewell-without-file": lambda: render_farewell("The Debate Club", of.NOW, has_file=False),
    "privacy-nothing": lambda: render_known(NOBODY),
    "privacy": lambda: render_known(of.known()),
    "privacy-german": of.in_german(lambda: render_known(of.known())),
    "privacy-shown": render_shown,
    "privacy-sure": render_sure,
    "privacy-kept": lambda: render_known(of.known(), KEPT_AFTER_ALL),
    "privacy-deleted": lambda: render_forgotten(of.known()),
}
