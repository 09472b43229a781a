"""TOML between `+++` fences, as the entries that YAML would have given. Pure."""

import tomllib

from wiki.document.frontmatter import MAX_CHARACTERS, BadFrontMatter, Field, Mapping, Scalar, Sequence, read_fields
from wiki.document.writing import scalar


def read_toml_fields(text):
    """Return the top-level entries of a TOML text as a list of Field, their lines written as YAML.

    Raises BadFrontMatter for invalid TOML and beyond the cap.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadFrontMatter(f"The front matter is longer than {MAX_CHARACTERS} characters.")
    try:
        entries = tomllib.loads(text)
        fields = [Field(key, _node(value), f"{scalar(key)}: {_flow(value)}\n", 1) for key, value in entries.items()]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid TOML: {error}.") from None
    read_fields("".join(field.lines for field in fields))  # what is kept must be readable again
    return fields


def _node(value):
    if isinstance(value, list):
        return Sequence([_node(item) for item in value], _flow(value))
    if isinstance(value, dict):
        return Mapping([(_node(key), _node(item)) for key, item in value.items()], _flow(value))
    return Scalar(value if isinstance(value, str) else _flow(value), isinstance(value, str))


def _flow(value):
    """Return a value as YAML on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {_flow(item)}' for key, item in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)
