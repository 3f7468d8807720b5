"""The line of each key: against tomllib, which says what the keys are."""

from __future__ import annotations

import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from notelint.config.positions import lines_of

DOCUMENT = '''\
# a comment with [brackets] and a = 1
width = 90
check.format = "json"  # and another
"quoted name" = [1,
  2, # [
  {f = 3, g = [ "]" ]}]
text = """
[no-table]
no-key = 1 """"
day = 1979-05-27 07:32:00
[table.inner]
literal = \'\'\'a
b\'\'\'
[[per-path]]
paths = ["x"]
[per-path.severity]
rule = "off"
[[per-path]]
paths = [
  "y",

  "z"]
'''


def test_a_document_with_every_kind_of_value():
    lines = lines_of(DOCUMENT)
    assert {path: lines[path] for path in paths_in(tomllib.loads(DOCUMENT))} == {
        ("width",): 2,
        ("check",): 3,
        ("check", "format"): 3,
        ("quoted name",): 4,
        ("quoted name", 0): 4,
        ("quoted name", 1): 5,
        ("quoted name", 2): 6,
        ("quoted name", 2, "f"): 6,
        ("quoted name", 2, "g"): 6,
        ("quoted name", 2, "g", 0): 6,
        ("text",): 7,
        ("day",): 10,
        ("table",): 11,
        ("table", "inner"): 11,
        ("table", "inner", "literal"): 12,
        ("per-path",): 14,
        ("per-path", 0): 14,
        ("per-path", 0, "paths"): 15,
        ("per-path", 0, "paths", 0): 15,
        ("per-path", 0, "severity"): 16,
        ("per-path", 0, "severity", "rule"): 17,
        ("per-path", 1): 18,
        ("per-path", 1, "paths"): 19,
        ("per-path", 1, "paths", 0): 20,
        ("per-path", 1, "paths", 1): 22,
    }


def test_line_breaks_of_windows_count_once():
    assert lines_of("a = 1\r\n\r\nb = 2\r\n")[("b",)] == 3


def paths_in(value, path=()):
    """The path of each key and item below ``value``."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield (*path, step)
        yield from paths_in(inner, (*path, step))


# The name of each key, and each text, is the line on which it is written: what is found must be that.

WORDS = st.sampled_from(["[x]", "# y", "a = 1", "]", "}", '\\"', "''", ",", "", "é", "[[z]]"])
SCALARS = st.one_of(
    WORDS.map(json.dumps),
    WORDS.map(lambda word: '"""\n' + word.replace('\\"', "q") + '\n"""'),
    WORDS.filter(lambda word: "'" not in word).map(lambda word: f"'{word}'"),
    WORDS.filter(lambda word: "'" not in word).map(lambda word: f"'''{word}\n'''"),
    st.sampled_from(["1", "-0.5e3", "true", "inf", "2026-03-31", "1979-05-27 07:32:00", "[]", "{}"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ # (\n" + "".join(f"{item},\n" for item in items) + "]"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{index} = {item}" for index, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=6,
)
ENTRIES = st.lists(st.tuples(st.sampled_from(["pair", "dotted", "table", "array"]), VALUES, st.integers(0, 2)), max_size=8)


def written(entries):
    """A document, and the line of each key that it has by the path of the key."""
    lines, expected, table, arrays = [], {}, (), {}
    for number, (kind, value, blank) in enumerate(entries):
        lines += [" # [c]"] * blank
        here = sum(line.count("\n") + 1 for line in lines) + 1
        if kind in {"pair", "dotted"}:
            name = (f"p{number}",) if kind == "pair" else (f"d{number}", "e f")
            lines.append(" . ".join(name[:1] + tuple(f'"{part}"' for part in name[1:])) + f" = {value}")
            expected[(*table, *name)] = here
        elif kind == "table":
            table = (f"t{number}",)
            lines.append(f"[ t{number} ] # c")
            expected[table] = here
        else:
            arrays["a"] = arrays.get("a", -1) + 1
            table = ("a", arrays["a"])
            lines.append("[[a]]")
            expected[table] = here
    return "\n".join(lines), expected


@given(entries=ENTRIES)
def test_every_key_of_a_document_has_its_line(entries):
    text, expected = written(entries)
    data = tomllib.loads(text)
    lines = lines_of(text)
    assert set(paths_in(data)) <= set(lines)
    assert {path: lines[path] for path in expected} == expected


@given(text=st.text(st.sampled_from("a1=\"'[]{},.#\n\\ "), max_size=30))
def test_whatever_tomllib_takes_is_passed_through(text):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        data = {}
        text = ""
    assert set(paths_in(data)) <= set(lines_of(text))
