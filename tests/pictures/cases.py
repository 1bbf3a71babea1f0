"""One view of every kind that the bot sends, under the name of its golden file."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from discord import ui

from bot.chat.asking.topics import render_topic, render_topics
from bot.chat.asking.votes import render_reasons
from bot.chat.asking.why import explanation
from bot.chat.curators.checks import render_check
from bot.chat.curators.examining import examine
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.modals import field_modal, whole_modal
from bot.chat.curators.notices import render_news
from bot.chat.curators.previews import render_preview
from bot.chat.curators.prompts import (
    render_confirmation,
    render_draft_warning,
    render_overlap,
    render_published,
    render_refused,
)
from bot.chat.curators.review_views import Position, render_empty, render_miss
from bot.chat.curators.revision_views import (
    render_history,
    render_revision,
    render_undo,
    render_undone,
)
from bot.chat.curators.settings_panel import render_settings
from bot.chat.curators.statistics import render_figures
from bot.chat.look import render_note
from bot.chat.rendering import (
    Frame,
    render_cited,
    render_entry,
    render_help,
    render_outcome,
    render_page,
)
from bot.curating.changes import Overlap, Put, Remove
from bot.curating.curation import Noticed
from bot.curating.misses import Miss
from bot.curating.workspace import Broken, Mended, Overwritten
from bot.errors import KnowledgeError
from bot.knowledge.problems import Place, Problem
from bot.store.revisions import Author
from bot.store.servers import ServerSettings
from tests.chat.curators.proposing import EXPECTED, proposal
from tests.pictures import material as of
from tests.pictures.goldens import Case

QUESTION = "is nuclear actually safe or is that just marketing?"


ASKER = 1_234_567_890_123_456_789
ASKED = Frame(asker=ASKER, question_id=5, takes_votes=True)
"""An answer in a server, to a message that readers see."""


def suggested(frame: Frame) -> ui.LayoutView:
    """Entries that a short question may mean."""
    names = ("nuclear-is-dangerous", "living-near-plants", "what-happens-in-a-meltdown")
    return render_outcome(of.suggestions(of.nuclear(), "risky?", *names), of.knowledge(), frame)


def previewed(*edits: Put | Remove, is_form: bool = True) -> ui.LayoutView:
    """The preview of a change to the pack about tea."""
    found = examine(proposal(edits), edits, of.answerer(), (), of.TODAY, expected=(EXPECTED,))
    views = render_preview(7, edits, of.tea(), found, stamp=of.STAMP, is_form=is_form)
    return views[0]


def confirmed(*edits: Put | Remove) -> ui.LayoutView:
    """The question before a change to the pack about tea that breaks an expectation."""
    found = examine(proposal(edits), edits, of.answerer(), (), of.TODAY, expected=(EXPECTED,))
    return render_confirmation(7, found, of.STAMP, edits)


def reviewed(miss: Miss, position: Position) -> ui.LayoutView:
    """A miss in the queue; the pack about tea may be changed."""
    candidates = [of.choice(of.tea(), it.id, 0.1) for it in of.tea().live_entries]
    now = of.answerer().ask(miss.asked)
    return render_miss(miss, now, candidates, ("tea",), position)


def broken() -> Broken:
    """News of a file that has errors."""
    problems = [
        Problem(
            Place(of.FOLDER / "tea" / "tea.yaml", line, 5),
            "There is no source `leaf-jurnal`. Did you mean `leaf-journal`?",
            key=f"entries[{line}].answer",
        )
        for line in (31, 47)
    ]
    return Broken(of.home(), KnowledgeError(problems))


CASES: Mapping[str, Case] = {
    # Asking
    "answer-for": lambda: render_outcome(
        of.answer(of.nuclear(), "nuclear-is-safe", QUESTION), of.knowledge(), ASKED
    ),
    "answer-against": lambda: render_outcome(
        of.answer(of.nuclear(), "nuclear-is-dangerous", QUESTION), of.knowledge(), ASKED
    ),
    "answer-neutral": lambda: render_outcome(
        of.answer(of.nuclear(), "what-happens-in-a-meltdown", QUESTION), of.knowledge(), ASKED
    ),
    "answer-repeating-the-question": lambda: render_outcome(
        of.answer(of.nuclear(), "nuclear-is-safe", QUESTION),
        of.knowledge(),
        Frame(asked=QUESTION, asker=ASKER, question_id=5, takes_votes=True),
    ),
    "answer-one-sided": lambda: render_outcome(
        of.answer(of.nuclear(), "nuclear-is-safe", QUESTION),
        of.knowledge(),
        Frame(asker=ASKER, takes_votes=True, is_one_sided=True),
    ),
    "answer-also": lambda: render_outcome(
        of.answer(
            of.nuclear(),
            "nuclear-is-safe",
            QUESTION,
            [
                of.answer(of.nuclear(), "living-near-plants", "can I live next to one?"),
                of.suggestions(of.tea(), "and is **tea** healthy?", "tea-is-healthier"),
            ],
        ),
        of.knowledge(),
        ASKED,
    ),
    "answer-opened": lambda: render_entry(of.nuclear(), of.nuclear().entries[0]),
    "answer-short": lambda: render_entry(of.tea(), of.tea().entry_by_id["how-long-to-steep"]),
    "answer-interested": lambda: render_entry(of.tea(), of.interested_entry(), ASKED, percent=70),
    "answer-long": lambda: render_entry(of.nuclear(), of.long_entry(), ASKED, percent=87),
    "answer-long-next": lambda: render_page(of.nuclear(), of.long_entry(), 1),
    "answer-followed": lambda: render_entry(
        of.nuclear(),
        of.nuclear().entries[0],
        Frame(asked=QUESTION, notes=("You wanted to know, and there is an answer now.",)),
    ),
    "answer-german": of.in_german(
        lambda: render_outcome(
            of.answer(of.nuclear(), "nuclear-is-safe", QUESTION),
            of.knowledge(),
            Frame(asked=QUESTION, asker=ASKER, takes_votes=True, is_one_sided=True),
        )
    ),
    "cited": lambda: render_cited(of.nuclear(), of.nuclear().entries[0]),
    "cited-interested": lambda: render_cited(of.tea(), of.interested_entry()),
    "suggestions": lambda: suggested(ASKED),
    "suggestions-repeating-the-question": lambda: suggested(
        Frame(asked="is it risky?", asker=ASKER, question_id=5)
    ),
    "abstention": lambda: render_outcome(of.abstention("who won?"), of.knowledge(), ASKED),
    "abstention-repeating-the-question": lambda: render_outcome(
        of.abstention("who won?"),
        of.knowledge(),
        Frame(asked="who won the match on *Sunday*, <@1>?", asker=ASKER, question_id=5),
    ),
    "abstention-german": of.in_german(
        lambda: render_outcome(of.abstention("wer?"), of.knowledge(), ASKED)
    ),
    "topics": lambda: render_topics(of.knowledge()),
    "topic": lambda: render_topic(of.nuclear(), "safety"),
    "topic-without-motion": lambda: render_topic(of.nuclear(), "waste"),
    "why": lambda: render_note(asyncio.run(explanation("milky tea: healthy?", of.answerer()))),
    "vote-reasons": lambda: render_reasons(of.nuclear(), of.nuclear().entries[0], QUESTION),
    "help": lambda: render_help(of.knowledge()),
    "note": lambda: render_note("That message has no text that I can read."),
    # Curating: writing
    "form-entry": lambda: whole_modal(
        7,
        Typed(
            "entries",
            fields_of(of.tea().entry_by_id["tea-is-healthier"]),
            of.tea().entry_by_id["tea-is-healthier"],
        ),
    ),
    "form-entry-new": lambda: whole_modal(7, Typed("entries", {})),
    "form-source": lambda: whole_modal(7, Typed("sources", fields_of(of.tea().sources[1]))),
    "form-topic": lambda: whole_modal(7, Typed("topics", fields_of(of.tea().topics[0]))),
    "form-phrasings": lambda: field_modal(
        7, Typed("entries", fields_of(of.tea().entries[0]), of.tea().entries[0]), "phrasings"
    ),
    "preview": lambda: previewed(
        of.put("tea-is-healthier", answer="It is warmer. [^bean-board: page 1]")
    ),
    "preview-breaking": lambda: previewed(
        of.put("how-long-to-steep", not_for=("steeping time of black tea",)), is_form=False
    ),
    "preview-errors": lambda: previewed(of.put("how-long-to-steep", answer="So. [^nobody]")),
    "preview-removal": lambda: previewed(Remove("entries", "how-long-to-steep"), is_form=False),
    "refused": lambda: render_refused(
        7, "topic: say which topic the entry belongs to.", is_form=True, is_entry=True
    ),
    "confirmation": lambda: confirmed(
        of.put("how-long-to-steep", not_for=("steeping time of black tea",))
    ),
    "overlap": lambda: render_overlap(
        7,
        Overlap(
            of.put("how-long-to-steep", answer="Two minutes will do. [^leaf-journal]").item,
            ["answer"],
        ),
        of.put("how-long-to-steep", answer="Four minutes will do. [^leaf-journal]").item,
        of.STAMP,
        is_form=True,
    ),
    "draft-warning": lambda: render_draft_warning(7, of.tea().entry_by_id["how-long-to-steep"], 2),
    "published": lambda: render_published(
        12, "Published as revision 12: Changed the answer of `how-long-to-steep`."
    ),
    # Curating: review
    "review": lambda: reviewed(
        of.miss("how long for oolong?", "oolong how long", "How long for Oolong"),
        Position(2, 9, 4, 5),
    ),
    "review-wrong": lambda: reviewed(of.wrong_match("how long does tea keep?"), Position(1, 1)),
    "review-answered": lambda: reviewed(
        of.miss("how long should tea steep"), Position(1, 2, None, 5)
    ),
    "review-empty": lambda: render_empty("Ignored."),
    # Curating: history
    "history": lambda: render_history(
        [
            of.reworded(),
            of.revision(11, "Added entry `milk-first`", author=Author("ann", "shell")),
            of.revision(10, "Changed 3 entries", author=Author("", "file")),
        ],
        "tea",
        None,
        1,
        has_older=True,
    ),
    "history-empty": lambda: render_history([], "server", None),
    "revision": lambda: render_revision(of.reworded())[0],
    "revision-long": lambda: render_revision(of.rewritten())[0],
    "undo": lambda: render_undo(of.reworded())[0],
    "undone": lambda: render_undone(of.reworded()),
    # Curating: figures and news
    "stats": lambda: render_figures(of.figures(), {}, has_chart=True),
    "check": lambda: render_check([], [])[0],
    "news-broken": lambda: render_news(broken()),
    "news-mended": lambda: render_news(Mended(of.home())),
    "news-overwritten": lambda: render_news(
        Overwritten(
            of.home(),
            Noticed(of.revision(14, "", author=Author("", "file")), (of.reworded(),)),
        )
    ),
    # Administration
    "settings": lambda: render_settings(ServerSettings(), of.knowledge()),
    "settings-chosen": lambda: render_settings(
        ServerSettings(5, 6, ("tea",), 45), of.knowledge(), "A note."
    ),
}
"""By name, in the order of the page."""

SIDES: Mapping[str, str] = {
    "answer-for": "For",
    "answer-against": "Against",
    "answer-neutral": "no side",
}
"""What has to be read of the side of an answer, in words."""
