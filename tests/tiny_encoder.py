"""An encoder small enough for tests: words of a group mean the same, all other words nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

UNKNOWN = "[UNK]"
GROUPS = (
    ("sell", "flog"),
    ("car", "vehicle"),
    ("swiftly", "fast"),
    ("cook", "prepare"),
    ("rice", "grain"),
    ("dinner", "supper"),
)


def make_encoder(folder: Path, groups: Sequence[Sequence[str]] = GROUPS) -> Path:
    """Writes an encoder with a dimension for each group, and one for unknown words."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {UNKNOWN: 0}
    table = np.zeros((1 + sum(map(len, groups)), 1 + len(groups)), np.float32)
    table[0, 0] = 0.1
    for dimension, group in enumerate(groups, start=1):
        for word in group:
            table[len(vocabulary), dimension] = 1
            vocabulary[word] = len(vocabulary)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", TensorProto.FLOAT, ["batch", "length", table.shape[1]]
            )
        ],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
