"""Say what is wrong with a field of a record, and what to write there."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from playbook.errors import nearest

_WANTED = {
    "string_type": "text (put it in quotes)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-22, without quotes",
    "tuple_type": "a list",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
    "dict_type": "a group of fields",
}
"""What pydantic's kinds of error mean for someone who writes YAML."""


def sentence(error: ErrorDetails, place: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """Word one of pydantic's errors for the writer of a record.

    Parameters
    ----------
    error
        As ``ValidationError.errors()`` gives it.
    place
        Where in the record.
    model
        Model of the whole record: its field descriptions explain a missing field.
    """
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        owner = _model_at(model, place[:-1])
        hint = owner.model_fields[str(place[-1])].description if owner else None
        return f"is missing. Add `{place[-1]}: ...`" + (f": {_lowered(hint)}" if hint else ".")
    if kind == "extra_forbidden":
        owner = _model_at(model, place[:-1])
        known = owner.model_fields if owner else ()
        return f"is not a field here. {nearest(str(place[-1]), known, noun='field')}"
    if kind == "literal_error":
        return f"is {_shown(given)}. Choose {context['expected']}."
    if kind == "string_pattern_mismatch":
        return f"is {_shown(given)}, which does not have the form {context['pattern']}."
    if kind == "string_too_long":
        return f"has {len(given)} characters; the most is {context['max_length']}. Shorten it."
    if kind == "string_too_short":
        return "is empty. Write it."
    if kind == "too_short":
        return f"holds {context['actual_length']}; the least is {context['min_length']}."
    if kind in _WANTED:
        return f"is {_shown(given)}, but should be {_WANTED[kind]}."
    return f"is {_shown(given)}: {error['msg'][:1].lower()}{error['msg'][1:]}."


def _model_at(model: type[BaseModel], place: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Find the model that describes a place inside a record, if one does."""
    found: type[BaseModel] | None = model
    for part in place:
        if isinstance(part, int):
            continue
        info = found.model_fields.get(part) if found else None
        found = _model_in(info.annotation) if info else None
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found:
            return found
    return None


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text[:60]}...'" if len(text) > 60 else f"'{text}'"


def _lowered(text: str) -> str:
    text = " ".join(text.split())
    head = text.split(" ", 1)[0]
    # An initialism keeps its capitals.
    return text if head.isupper() and len(head) > 1 else text[:1].lower() + text[1:]
