"""Changes of the pack about tea, as they would be proposed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.curating.applying import apply
from bot.curating.changes import Put, Remove
from bot.curating.curation import Proposal
from bot.curating.differences import differences, summary
from bot.knowledge.load import parse_pack
from bot.knowledge.model import Expectation
from bot.store.revisions import Author, Change
from tests.conftest import TEA

EXPECTED = Expectation(ask="steeping time of black tea", expect="how-long-to-steep")
EXPECTATIONS = f"- ask: {EXPECTED.ask}\n  expect: {EXPECTED.expect}\n"


def proposal(edits: Sequence[Put | Remove]) -> Proposal:
    """What `edits` would make of the pack, which has one expectation."""
    asked = TEA.with_name("tea.expectations.yaml").name
    texts = {TEA.name: TEA.read_text(encoding="utf-8"), asked: EXPECTATIONS}
    before = parse_pack(TEA, {TEA: texts[TEA.name]}, EXPECTATIONS)
    after_texts = apply(edits, texts, before, TEA)
    after = parse_pack(TEA, {TEA: after_texts[TEA.name]}, after_texts[asked])
    changes = differences(texts, after_texts) if after.pack else ()
    change = Change(Author("Ann", "discord", 1), summary(changes), changes)
    return Proposal(after, change, after_texts)
