"""The JSON Schema: shipped as it is made, and in agreement with notelint's own validation and with the commands."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from notelint.cli.config_schema import schema as made
from notelint.config.document import Document
from notelint.config.errors import ConfigError
from notelint.config.validation import TABLES_OF_COMMANDS, schema, validate

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_shipped_one_is_current():
    assert made() == SCHEMA, "run: python scripts/write_config_schema.py"


def test_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_key_means_the_same_in_every_command():
    tables = [SCHEMA["properties"][name]["properties"] for name in SCHEMA[TABLES_OF_COMMANDS]]
    of_options = {key: described for key, described in SCHEMA["properties"].items() if described.get("x-option")}
    assert of_options
    for key, described in of_options.items():
        kinds = [{name: value for name, value in table[key].items() if name != "description"} for table in tables if key in table]
        assert kinds == [{name: value for name, value in described.items() if name != "description"}] * len(kinds)
        assert kinds


def test_defaults_are_valid():
    defaults = {name: described["default"] for name, described in SCHEMA["properties"].items() if "default" in described}
    assert defaults
    assert all(VALIDATOR.is_valid({name: value}) for name, value in defaults.items())


KEYS = sorted({*SCHEMA["properties"], *(key for table in SCHEMA["properties"].values() for key in table.get("properties", ()))})
SCALARS = st.one_of(
    st.sampled_from(["", "a", "medicare", "off", "json", "rules", "markdown"]),
    st.sampled_from([0, 1, 39, 40, 1000, 10**10, -1, 0.5, 1.5, 0.0]),
    st.booleans(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from([*KEYS, "paths", "some-rule"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(data=st.dictionaries(st.sampled_from([*KEYS, "unknown"]), VALUES, max_size=3))
def test_both_validations_agree(data):
    message = problem(data)
    assert VALIDATOR.is_valid(data) == (message is None)
    assert message is None or (message.startswith("x.toml:1: ") and message.isprintable())


def problem(data):
    try:
        validate(Document("/x.toml", "x.toml", data, {(): 1}))
    except ConfigError as error:
        return str(error)
    return None


def test_every_value_that_a_command_takes_is_taken():
    taken = 0
    for key, described in SCHEMA["properties"].items():
        for value in described.get("enum", ()) if described.get("x-option") else ():
            validate(Document("/x.toml", "x.toml", {key: value}, {(): 1}))
            taken += 1
    assert taken > 10


def test_the_page_has_every_key():
    spec = importlib.util.spec_from_file_location("write_configuration", ROOT / "scripts" / "write_configuration.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text("utf8") == module.page(), "run: python scripts/write_configuration.py"


def test_json_is_what_the_command_prints():
    assert json.loads(json.dumps(made())) == made()
