"""Lists and mappings in brackets: their text with other items."""

from __future__ import annotations

from collections import abc
from itertools import pairwise

from bot.knowledge.document import BLANK, Mapping, Node, Scalar, Sequence, Span
from bot.knowledge.emit import Value, flow, flow_pair
from bot.knowledge.layout import content_start, token
from bot.knowledge.wanted import Parts, Wanted, known, matched, placed, texts


def rewrite_flow(text: str, node: Mapping, it: Wanted) -> str:
    """The text of a mapping in braces with the values wanted by `it`."""
    is_quoted = "#" in text[slice(*node.span)]
    keys = list(node.pairs)
    kept: list[str | None] = []
    for key in keys:
        (start, key_end), span = node.spans[key]
        if it.is_kept(key):
            kept.append(text[start : span[1]])
        elif key in it.new:
            value = node.pairs[key][1] if node.pairs[key][1].span == span else None
            prefix = text[start : span[0]]
            if ":" not in text[key_end : span[0]]:
                prefix = text[start:key_end] + ":"
            prefix += "" if prefix[-1] in BLANK else " "
            kept.append(prefix + rewrite_value(text, value, it.old.get(key), it.new[key]))
        else:
            kept.append(None)
    added = {
        number: [flow_pair(key, it.new[key], is_quoted=is_quoted) for key in new]
        for number, new in placed(keys, it.new).items()
    }
    return rebuild_flow(text, node, Parts(kept, added))


def rewrite_value(text: str, value: Node | None, old: object, new: Value) -> str:
    """The text of `new` in place of a value that is in brackets, or stands within some."""
    if isinstance(value, Sequence) and isinstance(new, tuple):
        return _rewrite_list(text, value, texts(old, value), new)
    if isinstance(value, Mapping) and isinstance(new, abc.Mapping):
        return rewrite_flow(text, value, Wanted(known(old), new))
    return flow(new, is_quoted=not (isinstance(value, Scalar) and not value.style))


def _rewrite_list(text: str, node: Sequence, old: abc.Sequence[str], new: abc.Sequence[str]) -> str:
    is_quoted = "#" in text[slice(*node.span)]
    fates = matched(old, new)
    kept: list[str | None] = []
    for item, was, (start, end) in zip(fates.kept, old, node.spans, strict=True):
        stays = item is None or item == was
        kept.append(item and (text[start:end] if stays else flow(item, is_quoted=is_quoted)))
    added = {
        number: [flow(item, is_quoted=is_quoted) for item in items]
        for number, items in fates.added.items()
    }
    return rebuild_flow(text, node, Parts(kept, added))


def rebuild_flow(text: str, node: Sequence | Mapping, parts: Parts[str]) -> str:
    """A list or mapping in brackets with other items; comments between them are kept."""
    spans = list(node.spans) if isinstance(node, Sequence) else _pair_spans(node)
    inside = content_start(text, node) + 1
    first, last = (spans[0][0], spans[-1][1]) if spans else (inside, inside)
    opening, tail = text[node.span[0] : first], text[last : node.span[1]]
    gaps = [text[left[1] : right[0]] for left, right in pairwise(spans)]
    comma = ", "
    if gaps and "#" not in gaps[-1]:
        comma = gaps[-1]
    elif spans and not opening[1:].strip(BLANK) and opening[1:]:
        comma = "," + opening[1:]
    # Each item with the gap behind it; below, the comments beside items that go.
    pieces: list[tuple[str, str | None]] = [(piece, None) for piece in parts.behind(-1)]
    comments: dict[int, str] = {}
    for number, kept in enumerate(parts.kept):
        gap = gaps[number] if number < len(gaps) else None
        if kept is not None:
            pieces.append((kept, gap))
        elif gap is not None:
            comments[len(pieces)] = comments.get(len(pieces), "") + _comment(gap)
        pieces += [(piece, None) for piece in parts.behind(number)]
    found = [opening, comments.get(0, "")]
    for number, (piece, gap) in enumerate(pieces, start=1):
        if number == len(pieces):
            found += [piece, _comment(gap or ""), comments.get(number, "")]
        else:
            found += [piece, comma if gap is None else gap, comments.get(number, "")]
    return "".join(found) + (tail if pieces else _without_comma(tail))


def _comment(gap: str) -> str:
    """The gap between two items without its comma, if it holds a comment; otherwise nothing."""
    return _without_comma(gap) if "#" in gap else ""


def _pair_spans(node: Mapping) -> list[Span]:
    return [(key[0], value[1]) for key, value in node.spans.values()]


def _without_comma(text: str) -> str:
    """What stands between two items in brackets, without their comma."""
    start = token(text, 0)
    return text[:start] + text[start + 1 :] if text[start : start + 1] == "," else text
