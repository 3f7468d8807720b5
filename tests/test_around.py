"""The pre-commit hook, the container and the GitHub Action: valid, consistent with the project, and run as far as possible."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from notelint import __version__
from notelint.cli.check import check
from notelint.inputs.folders import DOCUMENTS, TEXT

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
SCRIPTS = Path(sys.executable).parent

NOTE = """OPERATIVE REPORT

PROCEDURE: Free fibula flap to the right tibia.

DESCRIPTION OF PROCEDURE: The left fibula was raised on the peroneal vessels. [***]
"""


def program(name):
    """The program beside this Python, or the one on the path."""
    found = shutil.which(name, path=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    return found or name


def needs(name, module=None):
    missing = importlib.util.find_spec(module) is None if module else not Path(program(name)).is_file()
    return pytest.mark.skipif(missing, reason=f"needs {name}")


def done(*command, **options):
    return subprocess.run([*map(str, command)], capture_output=True, encoding="utf8", check=False, timeout=300, **options)


@needs("pre-commit", "pre_commit")
@needs("git")
class TestPreCommit:
    def test_the_hook_is_valid(self):
        assert done(program("pre-commit"), "validate-manifest", HOOKS).returncode == 0

    @pytest.fixture
    def repository(self, tmp_path):
        """A repository that uses the hook of a clone. The hook runs the notelint of this environment: no network is needed."""
        (hook,) = yaml.safe_load(HOOKS.read_text("utf8"))
        bin_folder = tmp_path / "bin"
        bin_folder.mkdir()
        starter = bin_folder / "notelint"
        starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m notelint "$@"\n')
        starter.chmod(0o755)
        self.clone = tmp_path / "hooks"
        self.user = tmp_path / "user"
        self.environment = {
            **os.environ,
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(tmp_path / "home"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        del hook["additional_dependencies"]  # nothing is installed for a hook of the system
        revision = self.commit(self.clone, {".pre-commit-hooks.yaml": yaml.safe_dump([{**hook, "language": "system"}])})
        config = {"repos": [{"repo": str(self.clone), "rev": revision, "hooks": [{"id": "notelint"}]}]}
        self.commit(self.user, {".pre-commit-config.yaml": yaml.safe_dump(config)})
        return self.user

    def commit(self, folder, files):
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf8")
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "files"]):
            assert done("git", *command, cwd=folder, env=self.environment).returncode == 0
        return done("git", "rev-parse", "HEAD", cwd=folder, env=self.environment).stdout.strip()

    def run(self, *files):
        return done(program("pre-commit"), "run", "--files", *files, cwd=self.user, env=self.environment)

    def test_it_fails_on_a_note_with_an_error_and_shows_no_word_of_it(self, repository):
        self.commit(repository, {"bad.txt": NOTE})
        result = self.run("bad.txt")
        assert result.returncode == 1
        assert "bad.txt" in result.stdout
        assert "error[" in result.stdout
        assert "peroneal vessels" not in result.stdout

    def test_it_passes_a_clean_note(self, repository):
        clean = next(ROOT.glob("sample_notes/01-*.txt")).read_text("utf8")
        self.commit(repository, {"clean.txt": clean})
        result = self.run("clean.txt")
        assert result.returncode == 0
        assert "Passed" in result.stdout

    def test_files_of_other_kinds_are_left_alone(self, repository):
        self.commit(repository, {"README.md": NOTE, "code.py": "x = 1\n"})
        result = self.run("README.md", "code.py")
        assert result.returncode == 0
        assert "(no files to check)Skipped" in result.stdout


def test_the_hook_takes_text_and_every_document_but_pictures_and_old_word():
    (hook,) = yaml.safe_load(HOOKS.read_text("utf8"))
    wanted = {TEXT} | DOCUMENTS - {".doc", ".tif", ".tiff", ".png", ".jpg", ".jpeg"}
    taken = {ending for ending in {TEXT, ".md", ".py", ".json", ".xml"} | DOCUMENTS if re.search(hook["files"], f"a/B{ending}")}
    assert taken == wanted


def test_the_hook_installs_what_documents_need():
    (hook,) = yaml.safe_load(HOOKS.read_text("utf8"))
    assert sorted(hook["additional_dependencies"]) == sorted(EXTRAS["documents"] + EXTRAS["pdf"])


DOCKERFILE = (ROOT / "Dockerfile").read_text("utf8")
INSTRUCTIONS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE)).splitlines()
    if line
]


def instruction(name):
    return [rest for kind, rest in INSTRUCTIONS if kind == name]


class TestDockerfile:
    @needs("hadolint")
    def test_hadolint_finds_no_fault(self):
        result = done(program("hadolint"), ROOT / "Dockerfile")
        assert result.stdout + result.stderr == ""
        assert result.returncode == 0

    def test_it_copies_what_is_there_and_what_dockerignore_lets_in(self):
        copied = [name for rest in instruction("COPY") if not rest.startswith("--from") for name in rest.split()[:-1]]
        let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf8").splitlines() if line.startswith("!")}
        assert set(copied) == let_in
        assert all((ROOT / name).exists() for name in copied)

    def test_the_package_builds_from_what_is_copied(self):
        files = [PROJECT["project"]["readme"], *PROJECT["project"]["license-files"], "pyproject.toml", "constraints.txt"]
        copied = {name for rest in instruction("COPY") for name in rest.split()}
        assert copied >= {*files, "src", "patterns"}

    def test_base_and_extras_are_those_of_the_project(self):
        arguments = dict(rest.split("=") for rest in instruction("ARG"))
        major_minor = ".".join(arguments["PYTHON_VERSION"].split(".")[:2])
        assert f"Programming Language :: Python :: {major_minor}" in PROJECT["project"]["classifiers"]
        assert re.fullmatch(r"3\.\d+\.\d+", arguments["PYTHON_VERSION"])
        assert set(arguments["EXTRAS"].split(",")) <= set(EXTRAS)
        assert arguments["VERSION"] == __version__

    def test_the_image_runs_without_root_and_by_one_entry_point(self):
        last = [kind for kind, _ in INSTRUCTIONS[max(i for i, (kind, _) in enumerate(INSTRUCTIONS) if kind == "FROM") :]]
        assert "USER" in last
        assert instruction("USER") == ["10001:10001"]
        assert instruction("ENTRYPOINT") == ['["notelint"]']
        assert not instruction("ADD")


INPUTS = yaml.safe_load(ACTION.read_text("utf8"))["inputs"]
STEPS = yaml.safe_load(ACTION.read_text("utf8"))["runs"]["steps"]
STUB = """#!/bin/sh
printf '%s\\n' "$@" >"$RECORD"
exit 1
"""


class TestAction:
    @needs("check-jsonschema", "check_jsonschema")
    def test_it_follows_the_public_schema_of_actions(self):
        result = done(program("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ACTION)
        assert result.returncode == 0, result.stdout

    def test_every_input_is_used_and_none_is_pasted_into_a_script(self):
        text = ACTION.read_text("utf8")
        assert set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text)) == set(INPUTS)
        scripts = "\n".join(step.get("run", "") for step in STEPS)
        assert "${{" not in scripts
        assert "secrets." not in text

    def test_it_installs_extras_that_there_are(self):
        (install,) = (step["run"] for step in STEPS if step.get("name") == "Install notelint")
        named = {extra for group in re.findall(r"\[([a-z,]+)\]", install) for extra in group.split(",")}
        assert named
        assert named <= set(EXTRAS)

    @pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="needs bash")
    @pytest.mark.parametrize(
        ("paths", "args", "sarif", "arguments"),
        [
            (".", "", "", ["--", "."]),
            ("a b\nc\n", "--fail-on 'warning'", "", ["--fail-on", "warning", "--", "a b", "c"]),
            ("-x", '--exclude "old notes/*"', "out.sarif",
             ["--exclude", "old notes/*", "--output", "sarif:out.sarif", "--", "-x"]),
            ("$(touch evil)", "`touch evil`", "", ["`touch", "evil`", "--", "$(touch evil)"]),
        ],
    )  # fmt: skip
    def test_its_inputs_become_arguments(self, tmp_path, paths, args, sarif, arguments):
        (script,) = (step["run"] for step in STEPS if step.get("id") == "check")
        (tmp_path / "notelint" / "bin").mkdir(parents=True)
        stub = tmp_path / "notelint" / "bin" / "notelint"
        stub.write_text(STUB)
        stub.chmod(0o755)
        environment = {"PATHS": paths, "ARGS": args, "SARIF": sarif, "RUNNER_TEMP": str(tmp_path), "PATH": os.environ["PATH"],
                       "RECORD": str(tmp_path / "record"), "GITHUB_OUTPUT": str(tmp_path / "outputs")}  # fmt: skip
        result = done("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=tmp_path, env=environment)
        assert result.returncode == 1, result.stderr
        recorded = (tmp_path / "record").read_text("utf8").splitlines()
        assert recorded == ["check", "--format", "github", "--no-excerpt", *arguments]
        assert (tmp_path / "outputs").exists() == bool(sarif)
        assert not (tmp_path / "evil").exists()

    def test_its_options_are_those_of_check(self):
        (script,) = (step["run"] for step in STEPS if step.get("id") == "check")
        known = {name for option in check.params for name in option.opts}
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", script)) <= known
