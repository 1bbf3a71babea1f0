"""The schema that editors use."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from bot.knowledge.schema import schema_text
from tests.conftest import REPOSITORY, TEA

SCHEMA = REPOSITORY / "knowledge" / "schema.json"


def test_the_committed_schema_is_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m bot.knowledge.schema > knowledge/schema.json"
    )


def test_the_schema_takes_packs_and_refuses_mistakes() -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    # Editors read YAML with its types; only text and lists of text stand in this pack.
    pack = yaml.load(Path(TEA).read_text(encoding="utf-8"), yaml.BaseLoader)
    assert not list(validator.iter_errors(pack))
    pack["entries"][0]["phrasing"] = []
    assert list(validator.iter_errors(pack))
