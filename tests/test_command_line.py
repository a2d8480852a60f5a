"""Wrong use is told in Swedish with what may stand there, never with what was typed; the help is Swedish to
the last word."""

from __future__ import annotations

import pytest
import typer

from brister_analysis.cli import app, main
from brister_analysis.errors import EXIT_DONE, EXIT_USAGE

COMMANDS = "status, intake, build, report, review, check, verify, publish, backup, purge, deidentify, code"
BELOW = "Efter brister code ska ett av dess kommandon stå. Tillåtet: sheet, collect, agree, booklet."
YEAR = ["--region", "skane", "--year", "2023"]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command and return its exit code and all it said."""

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr("sys.argv", ["brister", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    return run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Orvar"], f"Tillåtet: {COMMANDS}."),
        (["code"], BELOW),
        (["code", "Orvar"], BELOW),
        (["status", "--region"], "--region: Efter valet saknas ett värde"),
        (["build", "--accept-changes"], "--accept-changes: Efter valet saknas ett värde"),
        (["build", "--explain=Orvar"], "--explain: Efter valet ska inget värde stå"),
        (["--help=Orvar"], "--help: Efter valet ska inget värde stå"),
        (["intake", "--regoin", "Orvar"], "efter brister intake känns inte igen. Menade du: --region?"),
        (["intake", "--zzz"], "efter brister intake känns inte igen. Tillåtet: --region, --year."),
        (["intake", "--year", "Orvar"], "--year: Värdet går inte att använda"),
        (["report", "--region", "skane"], "--year: Uppgiften saknas. Skriv brister report --help"),
        (["backup"], "FIL: Uppgiften saknas"),
        (["check", "a", "Orvar"], "Efter brister check står något"),
        (["code", "sheet", *YEAR, "--region", "Orvar"], "--region: Valet får bara stå en gång"),
        (["publish", *YEAR, "--reason", "a", "--reason", "Orvar"], "--reason: Valet får bara stå en gång"),
    ],
)
def test_wrong_use_tells_what_may_stand_there(run, arguments, says):
    code, said = run(*arguments)
    assert code == EXIT_USAGE
    assert says in said
    assert "Orvar" not in said


def test_an_option_that_takes_several_may_be_repeated(run):
    code, said = run("status", "--region", "skane", "--region", "stockholm")
    assert code == EXIT_DONE
    assert "skane 2023" in said
    assert "stockholm 2023" in said


def _every() -> list[tuple[str, ...]]:
    """Return the path of every command, and of those that hold others."""
    found: list[tuple[str, ...]] = []
    waiting = [((), typer.main.get_command(app))]
    while waiting:
        path, command = waiting.pop()
        found.append(path)
        waiting += [((*path, name), one) for name, one in getattr(command, "commands", {}).items()]
    return sorted(found)


@pytest.mark.parametrize("path", _every())
def test_the_help_is_in_swedish(run, path):
    code, said = run(*path, "-h")
    assert code == EXIT_DONE
    assert said.startswith(" ".join(["Skriv så här: brister", *path, "[val]"]))
    assert "Visa den här hjälpen." in said
    for word in ("Usage", "Options", "Commands", "Arguments", "Show", "required", "default", "<", "None"):
        assert word not in said


def test_only_where_several_are_taken_the_help_says_so(run):
    assert "Kan anges flera gånger" in run("intake", "-h")[1]
    assert "Kan anges flera gånger" not in run("code", "sheet", "-h")[1]
