"""The command line as a user meets it: what it prints, what it returns, what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import SOUSVEIL, rows, run
from sousveil.record import ACTS, KINDS, TECHNOLOGIES

EXAMPLE = Path(__file__).parents[1] / "examples" / "north-korea" / "sources"
FEW = ("2024-04-16-northgate-monitor.html", "2024-04-16-meridian-wire.html", "2024-04-17-dasol-ilbo.html")


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """A case of three documents, built by the command."""
    folder = tmp_path_factory.mktemp("cli") / "case"
    done = run("build", *(EXAMPLE / name for name in FEW), "-o", folder)
    assert done.returncode == 0, done.stderr
    assert "sousveil serve" in done.stdout
    return folder


def test_claims_have_the_fields_that_others_rely_on(case):
    found = rows("claims", case)
    assert found
    for claim in found:
        assert list(claim) == [
            "id", "kind", "technology", "act", "polarity", "certainty", "operator", "supplier", "place", "site_types",
            "target", "time", "reported", "quantity", "attributed_to", "evidence", "slots", "extractor", "rule",
            "state",
        ]  # fmt: skip
        assert claim["kind"] in KINDS
        assert claim["act"] in ACTS
        assert set(claim["technology"]) <= set(TECHNOLOGIES)
        assert set(claim["evidence"]) == {"source", "url", "lang", "text_sha256", "start", "end", "quote"}
        for start, end in claim["slots"].values():
            assert start < end


def test_sources_echoes_and_findings_have_their_fields(case):
    for source in rows("sources", case):
        assert {
            "id", "url", "title", "outlet", "published", "published_evidence", "lang", "capture_sha256", "text_sha256",
            "retrieved", "bytes", "media_type", "echo_of",
        } <= set(source)  # fmt: skip
    for echo in rows("echoes", case):
        assert {"from", "to", "type", "score", "reason", "state"} <= set(echo)
        assert set(echo["from"]) == {"source", "start", "end"}
        assert "cited" in echo["to"] or set(echo["to"]) == {"source", "start", "end"}
    for finding in rows("findings", case):
        assert {
            "id", "kind", "technology", "acts", "place", "site_types", "operator", "supplier", "first_reported",
            "last_reported", "status", "disputed", "claims", "origins",
        } <= set(finding)  # fmt: skip
        assert {"min", "max", "named"} == set(finding["origins"])


@pytest.mark.parametrize("name", ["claims", "sources", "echoes", "findings", "drops", "log"])
def test_every_list_prints_in_every_format(case, name):
    assert run(name, case).returncode == 0
    printed = run(name, case, "--format", "csv")
    assert printed.returncode == 0
    table = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert len(table) == len(rows(name, case))
    assert all(None not in row for row in table)


def test_an_empty_list_as_csv_has_a_header(case):
    printed = run("claims", case, "--country", "AQ", "--format", "csv").stdout
    assert printed.splitlines() == ["id,kind,technology,act,place.name,evidence.quote"]


def test_filters(case):
    kinds = {claim["kind"] for claim in rows("claims", case)}
    for kind in kinds:
        assert {claim["kind"] for claim in rows("claims", case, "--kind", kind)} == {kind}


def test_verify_passes_and_then_names_what_was_changed(case, tmp_path):
    assert run("verify", case).returncode == 0
    archive = next((case / "archive").glob("*.gz"))
    whole = archive.read_bytes()
    try:
        archive.write_bytes(whole[:300] + b"\0" * 40 + whole[340:])
        done = run("verify", case)
        assert done.returncode == 1
        assert "WRONG (archive)" in done.stdout
    finally:
        archive.write_bytes(whole)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("claims", "nowhere"), "sousveil init"),
        (("serve", "nowhere"), "sousveil init"),
        (("build", "note.txt", "-o", "{file}"), "Choose a new folder"),
        (("init", "{case}"), "is a case already"),
        (("build", "missing.txt", "-o", "{new}", "--dry-run"), "Check its spelling"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(case, tmp_path, words, says):
    (tmp_path / "file").write_text("a file, not a folder")
    done = run(*(word.format(file=tmp_path / "file", case=case, new=tmp_path / "new") for word in words))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_changes_nothing(tmp_path):
    done = run("build", EXAMPLE, "-o", tmp_path / "case", "--dry-run")
    assert done.returncode == 0
    assert str(EXAMPLE) in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_of_the_stages_changes_nothing(case, tmp_path):
    before = run("log", case, "--format", "jsonl").stdout
    assert "0 captures would be read" in run("find", case, "--dry-run").stdout
    assert "3 sources would be compared" in run("trace", case, "--dry-run").stdout
    assert run("log", case, "--format", "jsonl").stdout == before


def test_losses_are_listed_and_the_rest_is_built(tmp_path):
    (tmp_path / "good.txt").write_text(
        "Police in Belgrade installed 200 surveillance cameras in schools in 2021.\n" * 3
    )
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnot much of a PDF")
    (tmp_path / "table.csv").write_text("name,colour\na,b\n")
    case = tmp_path.parent / f"{tmp_path.name}-case"
    done = run("build", tmp_path, tmp_path / "gone.html", "http://127.0.0.1:9/", "-o", case)
    assert done.returncode == 1, done.stderr
    lost = {Path(drop["locator"]).name: drop for drop in rows("drops", case)}
    assert {"empty.txt", "broken.pdf", "table.csv", "gone.html"} <= set(lost)
    assert any("127.0.0.1" in drop["locator"] for drop in rows("drops", case))
    assert all(drop["reason"] and drop["detail"] for drop in lost.values())
    assert [source["locator"].endswith("good.txt") for source in rows("sources", case)] == [True]
    assert run("verify", case).returncode == 0


def test_foreign_words_cannot_drive_a_terminal_or_a_spreadsheet(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>=HYPERLINK(&quot;http://evil.example&quot;) \x1b[31m</title></head><body><article><p>"
        "Police in Belgrade installed 200 surveillance cameras in schools in 2021, the city said on Monday.</p><p>"
        "The cameras cover the streets around the schools, and officers watch the pictures in a control room.</p>"
        "</article></body></html>"
    )
    case = tmp_path / "case"
    assert run("build", page, "-o", case).returncode == 0
    assert "\x1b" not in run("sources", case).stdout
    assert "\x1b" not in run("sources", case, "--format", "jsonl").stdout
    (row,) = csv.DictReader(io.StringIO(run("sources", case, "--format", "csv").stdout))
    assert not row["title"].startswith("=")


def test_vocabulary_is_checked_and_shown(tmp_path):
    assert run("vocabulary", "check").returncode == 0
    shown = run("vocabulary", "show", "--format", "jsonl").stdout.splitlines()
    assert {"section", "id", "lang", "term"} == set(json.loads(shown[0]))
    assert len(shown) > 1000
    (tmp_path / "suppliers.toml").write_text("[x]\nnam = 3\n")
    done = run("vocabulary", "check", tmp_path)
    assert done.returncode == 2
    assert "suppliers.toml" in done.stdout + done.stderr


def test_the_commands_page_names_every_command_and_option():
    import typer.main

    from sousveil.cli import app

    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text("utf-8")
    root = typer.main.get_command(app)
    for name, command in root.commands.items():
        children = getattr(command, "commands", {"": command})
        for child, inner in children.items():
            assert f"sousveil {name} {child}".strip() in page
            for parameter in inner.params:
                for option in (o for o in parameter.opts if o.startswith("--")):
                    assert f"`{option}`" in page or f"`{option} " in page, f"{name}: {option}"
                for variable in [parameter.envvar] if parameter.envvar else []:
                    assert str(variable) in page


def test_a_reader_that_has_seen_enough_is_no_failure(case):
    for form in ("table", "jsonl", "csv"):
        listing = subprocess.Popen(
            [str(SOUSVEIL), "vocabulary", "show", "-f", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        listing.stdout.close()
        assert listing.stderr.read() == b""
        assert listing.wait() == 0


def test_an_output_that_cannot_be_written_is_said(case):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for words in (("claims", case, "-f", "jsonl"), ("verify", case)):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([str(SOUSVEIL), *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        assert "No space left" in done.stderr
        assert "Traceback" not in done.stderr


def test_closed_streams_do_not_matter(case):
    command = f'"{SOUSVEIL}" build -q "{EXAMPLE / FEW[0]}" -o "{case}" <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert run("verify", case).returncode == 0


def test_every_script_is_printed_in_a_locale_that_has_none(case):
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    for form in ("table", "jsonl", "csv"):
        done = subprocess.run(
            [str(SOUSVEIL), "sources", str(case), "-f", form], capture_output=True, env=plain, check=True
        )
        assert "ko" in done.stdout.decode("utf-8")


def test_square_brackets_are_printed_as_they_stand(tmp_path):
    (tmp_path / "[bold]a[b].txt").write_text(
        "Police in Belgrade installed 200 surveillance cameras in schools in 2021."
    )
    assert run("build", tmp_path, "-o", tmp_path / "case").returncode == 0
    assert "/[bold]a[b].txt" in run("sources", tmp_path / "case").stdout.replace("\n", "").replace(" ", "")


def test_a_misspelt_term_is_no_empty_answer(case):
    done = run("claims", case, "--technology", "cameras")
    assert done.returncode == 2
    assert "face-recognition" in done.stderr
    assert run("claims", case, "--country", "kp").stdout == run("claims", case, "--country", "KP").stdout


def test_what_to_do_next_can_be_pasted(tmp_path):
    (tmp_path / "note.txt").write_text("Police in Belgrade installed 200 surveillance cameras in schools in 2021.")
    done = run("build", tmp_path / "note.txt", "-o", tmp_path / "my case")
    assert f"sousveil serve '{tmp_path / 'my case'}'" in done.stdout


def test_a_loss_that_is_mended_is_taken_off_the_list(tmp_path):
    note, case = tmp_path / "note.txt", tmp_path / "case"
    note.write_text("Police in Belgrade installed 200 surveillance cameras in schools in 2021.")
    assert run("build", note, "-o", case).returncode == 0
    note.rename(tmp_path / "away")
    assert run("build", note, "-o", case).returncode == 1
    (tmp_path / "away").rename(note)
    assert run("build", note, "-o", case).returncode == 0
    assert rows("drops", case) == []
    assert "drop" in {entry["action"] for entry in rows("log", case)}


def test_each_step_names_the_next(tmp_path):
    (tmp_path / "note.txt").write_text("Police in Belgrade installed 200 surveillance cameras in schools in 2021.")
    case = tmp_path / "case"
    assert "sousveil build" in run("init", case).stdout
    assert "sousveil find" in run("add", case, tmp_path / "note.txt").stdout
    assert "sousveil trace" in run("find", case).stdout
    assert "sousveil findings" in run("trace", case).stdout
    assert [entry["action"] for entry in rows("log", case)] == [
        "init",
        "add",
        "capture",
        "find",
        "read",
        "names",
        "names",
        "trace",
        "weigh",
    ]


@pytest.mark.parametrize("loading", ["sousveil.errors", "rich.console", "sousveil.store", "sousveil.commands.options"])
def test_ctrl_c_while_the_command_loads_is_quiet(case, loading):
    command = [sys.executable, "-X", "importtime", str(SOUSVEIL), "claims", str(case)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if line.split("|")[-1].strip() == loading:
                process.send_signal(signal.SIGINT)
                break
        out, rest = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    assert [line for line in rest.splitlines() if not line.startswith("import time:")] == []


def test_the_package_answers_before_its_rooms_are_loaded():
    script = (
        "import sys, sousveil; assert 'sousveil.store' not in sys.modules; import sousveil.read.html, sousveil.trace\n"
        "assert all(callable(getattr(sousveil, name)) for name in ('build', 'read', 'find', 'trace', 'weigh'))\n"
        "assert {'read', '__version__'} <= set(dir(sousveil)); from sousveil import *; read, Case, __version__"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_empty_name_is_not_the_current_folder(tmp_path):
    done = run("build", "", "-o", tmp_path / "case")
    assert done.returncode == 2
    assert "empty name" in done.stderr
    assert not (tmp_path / "case").exists()


def test_a_name_that_is_no_utf8_is_listed_and_logged(tmp_path):
    missing = os.fsencode(tmp_path) + b"/no\xffne.txt"
    case = tmp_path / "case"
    command = [str(SOUSVEIL), "build", missing, "-o", str(case), "--who", b"\xff"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert rows("drops", case)[0]["locator"].endswith("no\\xffne.txt")
    assert rows("log", case)[1]["detail"]["sources"][0].endswith("no\\xffne.txt")
    assert run("verify", case).returncode == 0
