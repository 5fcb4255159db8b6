"""Plain content as YAML in the form of the protocol's files: a row of an option or an example on one line."""

from __future__ import annotations

import re
from typing import Any

import yaml

from triage.reader import Plain

# Ids, codes and numbers stand bare; words to say or show are quoted.
_BARE = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*|[A-Z]\d\d(?:\.\d+)?|[A-Z]+-[A-Z0-9]+|L|P", re.ASCII)
# One line each: a list of these is read as a table.
_TABLES = frozenset(("options", "replies", "sources", "labels", "resuscitation"))
_BLOCKS = frozenset(("questions", "determinants", "nodes", "baseline", "phrases"))
# The names of a part in the order in which people read it; others follow as they come.
_ORDER = ("id", "use", "number", "name", "name_en", "script", "confirmed", "order", "priority", "title", "title_en",
          "reason", "reason_en", "text", "text_en", "say", "say_en", "said", "label", "label_en", "when",
          "context")  # fmt: skip
_RANKS = {name: rank for rank, name in enumerate(_ORDER)}
_RESOLVER: Any = yaml.resolver.Resolver()


class _Dumper(yaml.SafeDumper):
    """Lists stand a step to the right of their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def to_yaml(plain: Plain, *, by_line: bool = False) -> str:
    """The text of one file.

    Args:
        plain: its content; every scalar a string.
        by_line: every name on a line of its own, so that a line number names one value.
    """
    text = yaml.serialize(
        _node(plain, flow=False, by_line=by_line), Dumper=_Dumper, allow_unicode=True, width=1_000_000
    )
    return text if by_line else re.sub(r"\n(questions|determinants|nodes):\n", r"\n\n\1:\n", text)


def _node(plain: Plain, *, flow: bool, by_line: bool, key: str = "") -> yaml.Node:
    if isinstance(plain, dict):
        flow = not by_line and (flow or (key not in _BLOCKS and key != ""))
        pairs = [
            (_scalar(name), _node(value, flow=flow, by_line=by_line, key=name))
            for name, value in sorted(plain.items(), key=lambda item: _RANKS.get(item[0], len(_ORDER)))
        ]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)
    if isinstance(plain, list):
        flat = all(isinstance(item, str) for item in plain)
        flow = not by_line and (flow or flat)
        inner = key if key in _BLOCKS or key in _TABLES else ""
        items = [_node(item, flow=flow, by_line=by_line, key=inner) for item in plain]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    return _scalar(plain)


def _scalar(text: str) -> yaml.ScalarNode:
    if _BARE.fullmatch(text):
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
        return yaml.ScalarNode(tag, text, style=None)
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')
