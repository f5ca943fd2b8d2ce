"""Awkward files as data: what stands in each, and what is to be read of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field

PLAIN = "Record ID,Open tickets,Renewal date\n1,2,2026-12-01\n2,,2026-12-02\n"
ROWS = [("1", "2", "2026-12-01"), ("2", "", "2026-12-02")]


@dataclass
class Case:
    """`files` by name. `rows` are (id, tickets, renewal); `misfits` are (kind, column, count, first line)."""

    files: dict[str, bytes]
    rows: list[tuple[str, ...]] = field(default_factory=lambda: list(ROWS))
    misfits: list[tuple] = field(default_factory=list)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def lines(*objects) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in objects)


def plain(text: str, encoding: str = "utf-8") -> Case:
    return Case({"a.csv": text.encode(encoding)})


_NORSK = "Oppførings-ID;Åpne saker;Renewal date\n1;2;2026-12-01\n2;;2026-12-02\n"
_NAMES = "hs_object_id,tickets,renewal\n1,2,2026-12-01\n2,,2026-12-02\n"

CASES = {
    "by labels": plain(PLAIN),
    "by internal names": plain(_NAMES),
    "names and labels mixed": plain("Record ID,tickets,Renewal date\n1,2,2026-12-01\n2,,2026-12-02\n"),
    "the id in German": plain(PLAIN.replace("Record ID", "Datensatz-ID")),
    "the id in Norwegian, semicolons": plain(_NORSK.replace("Åpne saker", "Open tickets")),
    "the id in French, curly apostrophe": plain(PLAIN.replace("Record ID", "ID de la fiche d’informations")),
    "the id in Japanese": plain(PLAIN.replace("Record ID", "レコードID")),
    "columns in another order": plain("Renewal date,Record ID,Open tickets\n2026-12-01,1,2\n2026-12-02,2,\n"),
    "a byte order mark": plain(PLAIN, "utf-8-sig"),
    "UTF-16": plain(PLAIN, "utf-16"),
    "UTF-16, big end first, with its mark": Case({"a.csv": b"\xfe\xff" + PLAIN.encode("utf-16-be")}),
    "UTF-16 without a mark": plain(PLAIN, "utf-16-le"),
    "Windows-1252": plain(_NORSK.replace("Åpne saker", "Open tickets"), "cp1252"),
    "CRLF": plain(PLAIN.replace("\n", "\r\n")),
    "CR alone": plain(PLAIN.replace("\n", "\r")),
    "no line break at the end": plain(PLAIN.removesuffix("\n")),
    "empty lines": plain(PLAIN.replace("\n", "\n\n")),
    "every cell quoted": plain(
        '"Record ID","Open tickets","Renewal date"\n"1","2","2026-12-01"\n"2","","2026-12-02"\n'
    ),
    "a line break in a cell": Case(
        {
            "a.csv": b'Record ID,Open tickets,Renewal date,Name\n1,2,2026-12-01,"a\nb, ""c"""\n2,,2026-12-02,"\r\n\r\n"\n3,4\n'
        },
        misfits=[("ragged_row", None, 1, 7), ("unknown_column", "Name", 1, 1)],
    ),
    "a line break in the header": Case(
        {"a.csv": b'Record ID,"Long\nname",Open tickets,Renewal date\n1,x,2,2026-12-01\n2,x,,2026-12-02\n'},
        misfits=[("unknown_column", "Long\nname", 1, 2)],
    ),
    "several values with semicolons, commas between cells": Case(
        {"a.csv": b"Record ID,Open tickets,Renewal date\n1,a;b,2026-12-01\n"}, rows=[("1", "a;b", "2026-12-01")]
    ),
    "several values quoted between semicolons": Case(
        {"a.csv": b'Record ID;Open tickets;Renewal date\n1;"a;b";2026-12-01\n'}, rows=[("1", "a;b", "2026-12-01")]
    ),
    "two files, ids over both": Case(
        {"a.csv": PLAIN.encode(), "b.csv": b"hs_object_id;tickets;renewal\n2;9;2026-01-01\n3;4;\n"},
        rows=[*ROWS, ("3", "4", "")],
        misfits=[("doubled_id", None, 1, 2)],
    ),
    "a zip of several": Case(
        {
            "a.zip": zipped(
                {
                    "part-1.csv": PLAIN.encode(),
                    "__MACOSX/._part-1.csv": b"\0junk",
                    "folder/part-2.csv": _NAMES.replace("2,,", "3,,").encode(),
                }
            )
        },
        rows=[*ROWS, ("3", "", "2026-12-02")],
        misfits=[("doubled_id", None, 1, 2)],
    ),
    "JSON Lines": Case(
        {
            "a.jsonl": lines(
                {"hs_object_id": "1", "tickets": 2, "renewal": "2026-12-01"},
                {"Record ID": 2, "Renewal date": "2026-12-02", "tickets": None},
            )
        }
    ),
    "JSON Lines with what is no value": Case(
        {
            "a.jsonl": lines(
                {"hs_object_id": 1, "tickets": [1]},
                {"hs_object_id": 2, "tickets": True},
                {"hs_object_id": 3, "tickets": 1e400},
                [4],
                {"x": 1},
            )
            + b'{"hs_object_id": 5, "tickets": 1, "Open tickets": 2}\n{"hs_object_id": 6,\n\n{"hs_object_id": 7, "tickets": 1.50, "renewal": ""}\n'
        },
        rows=[("1", "\0", ""), ("2", "true", ""), ("3", "Infinity", ""), ("7", "1.50", "")],
        misfits=[("unreadable_row", None, 3, 4), ("no_id", None, 1, 5), ("unknown_column", "x", 1, 5)],
    ),
    "JSON Lines without a column": Case(
        {"a.jsonl": lines({"hs_object_id": 1, "tickets": 3})},
        rows=[("1", "3", "")],
        misfits=[("missing_column", "renewal", 1, 1)],
    ),
    "ragged rows": Case(
        {"a.csv": (PLAIN + "3,1\n4,1,2026-12-01,x\n5,1,\n").encode()},
        rows=[*ROWS, ("5", "1", "")],
        misfits=[("ragged_row", None, 2, 4)],
    ),
    "quotes that are broken": Case(
        {"a.csv": (PLAIN + '3,"1" x,2026-12-01\n4,1,\n').encode()},
        rows=[*ROWS, ("4", "1", "")],
        misfits=[("unreadable_row", None, 1, 4)],
    ),
    "cut off inside quotes": Case(
        {"a.csv": (PLAIN + '3,1,"2026-1').encode()}, misfits=[("unreadable_row", None, 1, 4)]
    ),
    "rows without an id": Case({"a.csv": (PLAIN + ",1,\n  ,1,\n").encode()}, misfits=[("no_id", None, 2, 4)]),
    "doubled ids": Case(
        {"a.csv": (PLAIN + "1,9,\n3,1,\n1,8,\n03,1,\n").encode()},
        rows=[*ROWS, ("3", "1", ""), ("03", "1", "")],
        misfits=[("doubled_id", None, 2, 4)],
    ),
    "ids that are texts": Case(
        {
            "a.csv": b"Record ID,tickets,renewal\nacme,1,\nAcme,2,\nacme,3,\n99999999999999999999,1,\n99999999999999999999,2,\n"
        },
        rows=[("acme", "1", ""), ("Acme", "2", ""), ("99999999999999999999", "1", "")],
        misfits=[("doubled_id", None, 2, 4)],
    ),
    "an unknown column, and one that is missing": Case(
        {"a.csv": b"Record ID,tickets,Associated Contact\n1,2,x\n"},
        rows=[("1", "2", None)],
        misfits=[("unknown_column", "Associated Contact", 1, 1), ("missing_column", "renewal", 1, 1)],
    ),
    "only a header": Case({"a.csv": b"Record ID,tickets,renewal\n"}, rows=[]),
}

# Files that cannot be read: what the message says.
UNREADABLE = {
    "an empty file": ({"a.csv": b""}, "a.csv is empty."),
    "nothing but white space": ({"a.csv": b"\xef\xbb\xbf \r\n\r\n"}, "a.csv is empty."),
    "no file": ({}, "a.csv cannot be read: No such file or directory."),
    "a page": ({"a.csv": b"\n<!DOCTYPE html><html>"}, "a.csv is a web page."),
    "a page in UTF-16": ({"a.csv": "<html>".encode("utf-16")}, "a.csv is a web page."),
    "NUL bytes": ({"a.csv": PLAIN.encode() + b"3,\0,\n"}, "a.csv:4: there is a NUL character."),
    "NUL characters in UTF-16": ({"a.csv": (PLAIN + "3,\0,\n").encode("utf-16")}, "a.csv:1: there is a NUL character."),
    "a huge cell": ({"a.csv": PLAIN.encode() + b"3," + b"9" * 10_000_000 + b",\n"}, "a.csv:4: a cell has more than 131,072 characters."),
    "a quote that never ends": ({"a.csv": PLAIN.encode() + b'3,"1,\n' + b"4,1,\n" * 50_000}, "a.csv:26218: a cell has more than 131,072 characters."),
    "a line without end": ({"a.csv": PLAIN.encode() + b"x" * (17 << 20)}, "a.csv:3: a line has more than 16 MB."),
    "doubled headers": ({"a.csv": b"Record ID,tickets,tickets\n1,2,3\n"}, "a.csv:1: two columns are `tickets`."),
    "a name and its label": ({"a.csv": b"Record ID,tickets,Open tickets\n1,2,3\n"}, "a.csv:1: two columns are `Open tickets`."),
    "two ids": ({"a.csv": b"Record ID,hs_object_id,tickets\n1,1,3\n"}, "a.csv:1: two columns are `hs_object_id`."),
    "no id": ({"a.csv": b"Name,Open tickets\nAcme,2\n"}, "a.csv has no column with the record's id. Its header begins with `Name`, `Open tickets`."),
    "one long text": ({"a.csv": b"x" * 200_000}, "a.csv has no column with the record's id."),
    "tabs": ({"a.csv": b"Record ID\ttickets\n1\t2\n"}, "a.csv has no column with the record's id. Its header begins with `Record ID\ttickets`."),
    "a workbook": ({"a.csv": zipped({"[Content_Types].xml": b"x"})}, "a.csv is an Excel workbook."),
    "an old workbook": ({"a.csv": b"\xd0\xcf\x11\xe0\xa1\xb1"}, "a.csv is an Excel workbook."),
    "a zip in a zip": ({"a.csv": zipped({"b.csv": zipped({"c.csv": b"x"})})}, "a.csv/b.csv is an Excel workbook or a zip inside a zip."),
    "a zip without files": ({"a.csv": zipped({})}, "a.csv contains no file."),
    "a zip that is cut off": ({"a.csv": zipped({"b.csv": PLAIN.encode() * 1000})[:200]}, "a.csv is damaged or cut off."),
    "a damaged zip": ({"a.csv": zipped({"b.csv": PLAIN.encode()}, zipfile.ZIP_STORED).replace(b"-01", b"-09")}, "a.csv/b.csv is damaged or cut off."),
    "neither encoding": ({"a.csv": PLAIN.encode() + b"3,\x81\xff,\n"}, "a.csv:4: the text is neither UTF-8 nor Windows-1252."),
    "UTF-16 that is cut off": ({"a.csv": PLAIN.encode("utf-16")[:-1]}, "a.csv:1: the text is not what the first bytes of the file say (it may be cut off)."),
    "a broken quote in the header": ({"a.csv": b'Record ID,"tickets"x\n1,2\n'}, "a.csv:1: the header cannot be read (',' expected after '\"')."),
    "a JSON array": ({"a.csv": b'[{"hs_object_id": 1}]'}, "a.csv is a JSON array."),
}  # fmt: skip
