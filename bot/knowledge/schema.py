"""The JSON schema of a knowledge file, for editors."""

from __future__ import annotations

import json

from bot.knowledge.model import PackFile


def schema_text() -> str:
    """What `knowledge/schema.json` holds, generated from the model."""
    schema = PackFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A Rejoinder knowledge file"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
