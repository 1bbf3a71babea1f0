"""Filling in a modal, as a person does, and what Discord makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.standin import limits
from tests.standin.limits import CHECKBOX, CHECKBOX_GROUP, FILE_UPLOAD, RADIO_GROUP, TEXT_INPUT
from tests.standin.resolving import Resolved

JSON = dict[str, Any]


def fill_in(modal: JSON, values: Mapping[str, Any], resolved: Resolved) -> JSON:
    """The data of a submitted modal; what is not in `values` stays as it was filled in.

    Fails where Discord would not let the modal be submitted.
    """
    fields = {it["custom_id"] for it in limits.walk(modal["components"]) if "custom_id" in it}
    assert set(values) <= fields, f"no {sorted(set(values) - fields)} among {sorted(fields)}"
    components = [_component(it, values, resolved) for it in modal["components"]]
    data: JSON = {"custom_id": modal["custom_id"], "components": components}
    return data | resolved.as_json()


def _component(component: JSON, values: Mapping[str, Any], resolved: Resolved) -> JSON:
    base = {"type": component["type"], "id": component["id"]}
    if component["type"] == limits.LABEL:
        return base | {"component": _component(component["component"], values, resolved)}
    if component["type"] == limits.ACTION_ROW:
        inner = [_component(it, values, resolved) for it in component["components"]]
        return base | {"components": inner}
    if "custom_id" not in component:
        return base
    name = component["custom_id"]
    given = values[name] if name in values else _filled(component)
    key, value = _value(component, given, resolved)
    return base | {"custom_id": name, key: value}


def _filled(component: JSON) -> Any:
    """What a field holds before anybody touches it; its type is the field's own."""
    if component["type"] == TEXT_INPUT:
        return component.get("value") or ""
    if component["type"] == CHECKBOX:
        return bool(component.get("default"))
    chosen = [it["value"] for it in component.get("options", []) if it.get("default")]
    if component["type"] == RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen or [it["id"] for it in component.get("default_values") or []]


def _value(component: JSON, given: Any, resolved: Resolved) -> tuple[str, Any]:
    kind, name = component["type"], component["custom_id"]
    is_required = component.get("required") is not False
    if kind == TEXT_INPUT:
        assert isinstance(given, str), f"{name!r} takes text"
        assert given or not is_required, f"{name!r} is required"
        least, most = component.get("min_length") or 0, component.get("max_length") or 4000
        fits = not given or least <= len(given) <= most
        assert fits, f"{name!r} takes {least} to {most} characters, not {len(given)}"
        return "value", given
    if kind == CHECKBOX:
        assert isinstance(given, bool), f"{name!r} is ticked or not"
        return "value", given
    if kind == RADIO_GROUP:
        assert given is not None or not is_required, f"{name!r} is required"
        assert given is None or given in _offered(component), f"{name!r} offers no {given!r}"
        return "value", given
    return "values", chosen_values(component, _several(given), resolved, is_required=is_required)


def chosen_values(
    component: JSON, given: Sequence[Any], resolved: Resolved, *, is_required: bool
) -> list[str]:
    """What somebody chose in a select, in a modal or a message, or ticked, or uploaded."""
    kind, name = component["type"], component["custom_id"]
    least, most = limits.bounds(component)
    if given or is_required:
        assert least <= len(given) <= most, f"{name!r} takes {least} to {most}, not {len(given)}"
    if kind in (limits.STRING_SELECT, CHECKBOX_GROUP):
        assert set(given) <= _offered(component), f"{name!r} offers no {given}"
        return list(given)
    if kind == FILE_UPLOAD:
        return [resolved.upload(it) for it in given]
    if kind == limits.CHANNEL_SELECT:
        return [resolved.channel(it, component.get("channel_types")) for it in given]
    return [resolved.person_or_role(it, kind) for it in given]


def _offered(component: JSON) -> set[str]:
    return {it["value"] for it in component["options"]}


def _several(given: Any) -> list[Any]:
    """What was given as a list: a test may give one value as it is."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        return [] if given is None else [given]
    return list(given)


def number(components: list[JSON]) -> list[JSON]:
    """The components with the ids that Discord gives to those without."""
    taken = {it["id"] for it in limits.walk(components) if it.get("id")}
    free = iter(it for it in range(1, 1000) if it not in taken)
    return [_numbered(it, free) for it in components]


def _numbered(component: JSON, free: Any) -> JSON:
    numbered = {**component, "id": component.get("id") or next(free)}
    for key in ("accessory", "component"):
        if component.get(key):
            numbered[key] = _numbered(component[key], free)
    if "components" in component:
        numbered["components"] = [_numbered(it, free) for it in component["components"]]
    return numbered
