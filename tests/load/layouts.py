"""YAML in every layout that people write, with its data. Each name appears once in a text, and a
comment says where it belongs: `# above k1`, `# at k1`, `# below k1`."""

from __future__ import annotations

import re
from random import Random

SCALARS = {
    "word": "word",
    "two words": "two words",
    "'no'": "no",
    "no": "no",
    "12:30:45": "12:30:45",
    "2025-02-30": "2025-02-30",
    "~": None,
    "null": None,
    "True": True,
    "0x_": "0x_",
    "0x10": 16,
    "1e3": 1000.0,
    '"1"': "1",
    "!!str 1": "1",
    "'it''s'": "it's",
    '"# none"': "# none",
    '"a: b"': "a: b",
    '"x\\u200By"': "x\u200by",
    '"\\u65e5"': "日",
    "日本": "日本",
    "&again one": "one",
    "sqlite:a.db": "sqlite:a.db",
    '"tab\\tnl\\n"': "tab\tnl\n",
}
LONGER = {"one\n  two": "one two", '"one\n  two"': "one two", "'one\n\n  two'": "one\ntwo"}
BLOCK_TEXTS = {
    "|\nline": "line\n",
    "|-\nline\n# no comment": "line\n# no comment",
    "|\n\n\nline\n  deeper\n\nlast  ": "\n\nline\n  deeper\n\nlast  \n",
    ">\none\ntwo\n\nthree": "one two\nthree\n",
    ">-\n日本\n  deeper": "日本\n  deeper",
}


class Layouts:
    """Draws a text: `text` as in a file, `data` as intended."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0
        indent = self.one_of(0, 0, 2)
        block, self.data = self.mapping(indent)
        last = self.name("k")
        text = self.one_of("", "# top\n---\n", "\n\n\n# top\n\n", "%YAML 1.2\n---  # top\n") + block
        text += f"{' ' * indent}{last}: end" + self.one_of("", "\n", "\n\n\n", "\n...\n# end\n")
        self.data[last] = "end"
        self.text = text.replace("\n", "\r\n") if self.seldom() else text

    def one_of(self, *choices):
        return choices[self.random.randrange(len(choices))]

    def seldom(self):
        return self.random.randrange(4) == 0

    def name(self, letter):
        self.count += 1
        return f"{letter}{self.count}."

    def end(self, name):
        """What may follow on a line."""
        return self.one_of("", "", "", " ", "\t", f" # at {name}", f"   # at {name}") + "\n"

    def above(self, name, indent):
        lines = [self.one_of("\n", "\n\n\n", f"{' ' * indent}# above {name}\n") for _ in range(self.one_of(0, 0, 1, 2))]
        return "".join(lines)

    def below(self, name, indent):
        """A comment that is indented deeper than what comes next."""
        return f"{' ' * (indent + self.one_of(1, 2, 4))}# below {name}\n" if self.seldom() else ""

    def mapping(self, indent):
        lines, data = "", {}
        for _ in range(self.one_of(1, 2, 3)):
            name = self.name("k")
            key = self.one_of(name, f'"{name}"', f"&{name[:-1]} {name}")
            text, data[name] = self.value(name, indent)
            lines += self.above(name, indent) + f"{' ' * indent}{key}:{text}"
        return lines, data

    def items(self, indent):
        lines, data = "", []
        for _ in range(self.one_of(1, 2, 3)):
            name = self.name("i")
            if self.seldom():
                width = self.one_of(1, 3)
                text, value = self.mapping(indent + 1 + width)
                first, rest = text.lstrip(" \t\n"), text
                text = " " * width + first if not first.startswith("#") else f"\n{rest}"
            elif self.seldom():
                text, value = self.value(name, indent, listable=False)
                text = f" # at {name}\n{' ' * (indent + 2)}{name}\n" if isinstance(value, str) else text
                value = name if isinstance(value, str) else value
            else:
                text, value = f" {self.one_of(name, repr(name))}{self.end(name)}", name
            lines += f"{' ' * indent}-{text.lstrip(chr(9))}"  # libyaml does not accept a tab there
            data.append(value)
        return lines, data

    def value(self, name, indent, *, listable=True):
        """What follows a colon or a dash, up to the end of its last line."""
        kind = self.one_of("scalar", "scalar", "longer", "block", "nothing", "flow", "mapping", "list", "own line")
        inner = indent + self.one_of(1, 2, 4)
        if kind == "mapping" and self.count < 25:
            text, data = self.mapping(inner)
            return self.one_of(" &m", " !!map", "") + self.end(name) + text, data
        if kind == "list" and self.count < 25:
            text, data = self.items(inner if not listable else self.one_of(indent, inner))
            return self.end(name) + text, data
        if kind == "block":
            return self.block_text(name, inner)
        if kind == "flow":
            text, data = self.flow(inner)
            return f" {text}{self.end(name)}", data
        if kind == "nothing":
            return self.end(name) + self.below(name, indent), None
        return self.scalar(kind, name, indent)

    def scalar(self, kind, name, indent):
        table = LONGER if kind == "longer" else SCALARS
        text = self.one_of(*table)
        shown = text.replace("\n", "\n" + " " * (indent + 1))
        if kind == "own line":
            comment = self.one_of(f"  # at {name}\n", f"\n{' ' * indent}  # inside {name}\n", "\n")
            return f"{comment}{' ' * (indent + 2)}{shown}\n", table[text]
        return f" {shown}{self.end(name) if kind == 'scalar' else chr(10)}{self.below(name, indent)}", table[text]

    def block_text(self, name, inner):
        text = self.one_of(*BLOCK_TEXTS)
        header, _, lines = text.partition("\n")
        shown = "".join(f"{' ' * inner}{line}\n" if line else "\n" for line in lines.split("\n"))
        return f" {header}{self.one_of('', f' # at {name}')}\n{shown}", BLOCK_TEXTS[text]

    def flow(self, indent):
        parts, data = [], []
        for _ in range(self.one_of(0, 1, 2, 3)):
            name = self.name("i")
            if self.seldom():
                inner, value = self.flow(indent + 1)
                parts.append((f"{{ {name} : {inner} }}", name))
                data.append({name: value})
            else:
                parts.append((self.one_of(name, f"'{name}'"), name))
                data.append(name)
        last = len(parts) - 1
        lines = [self.part(text, name, indent, is_last=at == last) for at, (text, name) in enumerate(parts)]
        return "[" + "".join(lines) + self.one_of("", " ", "\n" + " " * indent) + "]", data

    def part(self, text, name, indent, *, is_last):
        gap = "\n" + " " * indent
        before = self.one_of("", " ", gap, f"{gap}# above {name}{gap}")
        comma = self.one_of("", ",") if is_last else ","
        return before + text + comma + self.one_of("", "", "", f" # at {name}{gap}")


def stray_comments(text):
    """The comments that are not where they say. `below` must be deeper than what comes next."""
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        for where, name in re.findall(r"# (above|at|below|inside) (\S+)", line):
            comment = line.strip().startswith("#")
            below = [other for other in lines[number + 1 :] if not other.strip().startswith("#")]
            value = line.partition("#")[0]
            indent = len(line) - len(line.lstrip())
            next_indent = len(below[0]) - len(below[0].lstrip())
            right = {
                "at": not comment and (name in value or value.strip()[0] == "-" or value.strip(" ,")[-1] in "]}"),
                "above": comment and name in below[0] and indent == next_indent,
                "inside": comment and indent == next_indent,
                "below": comment and indent > next_indent,
            }[where]
            if not right:
                yield line
