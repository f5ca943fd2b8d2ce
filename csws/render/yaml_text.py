"""Plain data as YAML text that reads back as the same data by YAML 1.2's rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from csws.model.scalars import scalar_of

# YAML 1.1 takes these for line breaks or marks and YAML 1.2 does not, so they are only safe as escapes.
_LINE_BREAKS = frozenset("\r\x85\u2028\u2029\ufeff")


class _Dumper(yaml.SafeDumper):
    """Lists indented under their key, no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Quoted where YAML 1.2 would read something else than text; PyYAML itself only knows YAML 1.1."""
    style = None if isinstance(scalar_of(text), str) else "'"
    if _LINE_BREAKS & set(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text
