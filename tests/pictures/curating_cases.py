"""What curators see."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ui

from bot.answering.explain import explain
from bot.chat.curators.checks import render_check
from bot.chat.curators.examining import examine
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.items import render_list
from bot.chat.curators.modals import field_modal, whole_modal
from bot.chat.curators.notices import render_news
from bot.chat.curators.previews import render_preview
from bot.chat.curators.prompts import (
    render_confirmation,
    render_draft_warning,
    render_overlap,
    render_published,
    render_ready,
    render_refused,
)
from bot.chat.curators.rescue import render_rescued
from bot.chat.curators.review_views import Position, render_empty, render_miss
from bot.chat.curators.revision_views import (
    render_history,
    render_revision,
    render_undo,
    render_undone,
)
from bot.chat.curators.statistics import render_figures
from bot.chat.curators.trying import render_why
from bot.chat.markup import quote
from bot.curating.changes import Overlap, Put, Remove
from bot.curating.curation import Noticed
from bot.curating.figures import count
from bot.curating.misses import Miss
from bot.curating.workspace import Broken, Mended, Overwritten
from bot.errors import KnowledgeError
from bot.knowledge.problems import Place, Problem
from bot.store.revisions import Author
from tests.chat.curators.proposing import EXPECTED, proposal
from tests.pictures import material as of
from tests.pictures.goldens import Case


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


def tried() -> ui.LayoutView:
    """Why a question gets what it would with drafts, which follows the reply itself."""
    outcome = of.answerer().ask("milk before the tea?")
    lines = explain(outcome, of.answerer(), quote=lambda text: f"“{quote(text)}”")
    return render_why(lines, outcome, {("tea", "milk-first")})


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
    "form-ready": lambda: render_ready(7),
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
    "rescued": lambda: render_rescued(
        {"question": "Is it so?", "answer": "It is. [^leaf-journal]"}, 8
    )[0],
    "tried": tried,
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
    "sources-of-pack": lambda: render_list(of.nuclear(), "sources", 0),
    "topics-of-pack": lambda: render_list(of.nuclear(), "topics", 0),
    # Curating: figures and news
    "stats": lambda: render_figures(of.figures(), of.questions(), has_chart=True),
    "stats-without-chart": lambda: render_figures(of.figures(), of.questions(), has_chart=False),
    "stats-empty": lambda: render_figures(count((), of.TODAY), {}, has_chart=False),
    "check": lambda: render_check([], [])[0],
    "news-broken": lambda: render_news(broken()),
    "news-mended": lambda: render_news(Mended(of.home())),
    "news-overwritten": lambda: render_news(
        Overwritten(
            of.home(),
            Noticed(of.revision(14, "", author=Author("", "file")), (of.reworded(),)),
        )
    ),
}
