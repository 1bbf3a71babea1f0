"""Scripts that put no space between words."""

from __future__ import annotations

import re

UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]+)"
)
"""A run of Thai, Lao, Burmese, Khmer, kana or Han; its one group is the run."""
