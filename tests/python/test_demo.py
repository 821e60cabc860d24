# SPDX-License-Identifier: Apache-2.0
"""`python -m fenchel.demo`, end to end, on digits and on tables, good and bad."""

import re
import subprocess
import sys

import numpy as np
import pytest

from fenchel.demo import __main__ as demo
from fenchel.demo import data
from fenchel.demo.table import Problem, read_table

PNG = b"\x89PNG\r\n\x1a\n"


def run(*words, cwd):
    command = [sys.executable, "-W", "error", "-m", "fenchel.demo", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def table(rows=40, classes=("ant", "bee", "cat"), header="a,b,c,kind\n", seed=0):
    """A table whose classes lie apart; column c is constant."""
    rng = np.random.default_rng(seed)
    lines = []
    for i in range(rows):
        k = i % len(classes)
        a, b = rng.normal(loc=(3 * k, -2 * k))
        lines.append(f"{a:.6f},{b:.6f},5,{classes[k]}\n")
    return header + "".join(lines)


def test_digits(tmp_path):
    done = run(cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    accuracies = dict(re.findall(r"^accuracy\((\w+)\)=(0\.\d{3})$", done.stdout, re.MULTILINE))
    assert accuracies.keys() == {"logistic", "sparsemax"}
    assert all(float(accuracy) >= 0.94 for accuracy in accuracies.values())
    assert "1347 rows to fit, 450 held out, 64 features, 10 classes" in done.stdout
    error = re.search(r"relative error against central differences (\S+)", done.stdout)
    assert float(error[1]) < 1e-7
    support = re.findall(r"(\d+) iterations, [\d.]+ ms per gradient, (\S+) of 10", done.stdout)
    assert all(5 < int(iterations) < 500 for iterations, _ in support)
    dense, sparse = (float(size) for _, size in support)
    assert dense == 10
    assert 1 <= sparse < 3
    assert "it" in done.stderr  # the bars
    assert [path.name for path in tmp_path.iterdir()] == ["demo.png"]
    assert (tmp_path / "demo.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize("header", ["a,b,c,kind\n", ""])
def test_a_table(tmp_path, header):
    (tmp_path / "t.csv").write_text(table(header=header))
    done = run("--data", "t.csv", "--out", "p.png", "--no-progress", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "t.csv: 30 rows to fit, 10 held out, 3 features, 3 classes" in done.stdout
    accuracies = re.findall(r"^accuracy\(\w+\)=(\S+)$", done.stdout, re.MULTILINE)
    assert len(accuracies) == 2
    assert min(map(float, accuracies)) >= 0.8
    assert (tmp_path / "p.png").read_bytes().startswith(PNG)


GOOD = table(12, header="").splitlines(keepends=True)


def changed(line, new):
    return "".join([*GOOD[: line - 1], new, *GOOD[line:]])


BAD_TABLES = {
    "empty": ("", r"row 1: the file is empty"),
    "blank": ("\n\n \n", r"row 1: the file is empty"),
    "header only": ("a,b,kind\n", r"row 1: the table ends after 0 rows"),
    "few rows": ("".join(GOOD[:7]), r"row 7: the table ends after 7 rows of data; at least 8"),
    "one column": ("1\n2\n3\n", r"row 1: one column only"),
    "semicolons": ("1;2;a\n" * 9, r"row 1: one column only.*commas"),
    "missing": (changed(5, "1.0,,5,ant\n"), r"row 5: column 2: the value is missing"),
    "NA": (changed(5, "NA,1.0,5,ant\n"), r"row 5: column 1: the value is missing"),
    "nan": (changed(5, "1.0,2.0,NaN,ant\n"), r"row 5: column 3: the value is missing"),
    "no label": (changed(12, "1.0,1.0,5,\n"), r"row 12: the label.*is missing"),
    "word": (changed(3, "1.0,tall,5,bee\n"), r"row 3: column 2: 'tall' is not a number"),
    "half a header": (changed(1, "1.0,tall,5,bee\n"), r"row 1: column 2: 'tall' is not a number"),
    "underscore": (changed(3, "1_0,1.0,5,bee\n"), r"row 3: column 1: '1_0' is not a number"),
    "infinite": (changed(3, "1.0,-inf,5,bee\n"), r"row 3: column 2: -inf is not finite"),
    "overflow": (changed(3, "1.0,1e999,5,bee\n"), r"row 3: column 2: 1e999 is not finite"),
    "short row": (changed(9, "1.0,5,bee\n"), r"row 9: 3 columns, but the first row has 4"),
    "long row": (changed(9, "1.0,2.0,3.0,5,bee\n"), r"row 9: 5 columns, but the first row has 4"),
    "after blank lines": ("\n\n" + changed(9, "1.0\n"), r"row 11: 1 columns"),
    "after a quoted line end": (
        changed(2, '1,2,5,"two\nlines"\n').replace(GOOD[4], "1\n"),
        r"row 6: 1 columns",
    ),
    "open quote": (changed(4, '1.0,2.0,5,"bee\n'), r"row 4: malformed"),
    "stray quote": (changed(4, '1.0,2.0,5,"be"e\n'), r"row 4: malformed"),
    "single class": (table(10, ("ant",), ""), r"row 10: all labels up to here are 'ant'"),
    "lonely class": (changed(6, "1.0,2.0,5,dog\n"), r"row 6: class 'dog' has no other row"),
    "latin-1": (changed(6, "1.0,2.0,5,ant\xe9\n").encode("latin-1"), r"row 6: not UTF-8"),
    "binary": (PNG + bytes(range(256)), r"row 1: not UTF-8"),
    "zero bytes": (changed(6, "1.0,2.0,5,a\0b\n"), r"row 6: "),
}


def fails_in_one_line(done, folder, name, message):
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(rf"fenchel\.demo: \S*{re.escape(name)}: {message}.*\n", done.stderr)
    assert not list(folder.glob("*.png"))


def main(capsys, *words):
    """The demo in this process, as a finished process."""
    code = demo.main([*map(str, words)])
    shown = capsys.readouterr()
    return subprocess.CompletedProcess(words, code, shown.out, shown.err)


@pytest.mark.parametrize("name", BAD_TABLES)
def test_bad_tables(name, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text, message = BAD_TABLES[name]
    (tmp_path / "bad.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    fails_in_one_line(main(capsys, "--data", "bad.csv"), tmp_path, "bad.csv", message)


def test_the_exit_code_of_the_process(tmp_path):
    (tmp_path / "bad.csv").write_text("1,2\n")
    fails_in_one_line(run("--data", "bad.csv", cwd=tmp_path), tmp_path, "bad.csv", "row 1: ")


def test_unreadable_paths(tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    for name, message in [
        ("absent.csv", "cannot be read: No such file"),
        ("folder", "cannot be read: Is a directory"),
        ("folder/absent/t.csv", "cannot be read: No such file"),
    ]:
        done = main(capsys, "--data", tmp_path / name, "--out", tmp_path / "p.png")
        fails_in_one_line(done, tmp_path, name, message)


def test_unwritable_pictures_are_found_before_the_fit(tmp_path, capsys):
    (tmp_path / "t.csv").write_text(table())
    (tmp_path / "folder").mkdir()
    for name, message in [
        ("folder", "cannot be written: Is a directory"),
        ("absent/p.png", "cannot be written: No such file"),
        ("t.csv/p.png", "cannot be written: Not a directory"),
    ]:
        done = main(capsys, "--data", tmp_path / "t.csv", "--out", tmp_path / name)
        fails_in_one_line(done, tmp_path, name, message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "t.csv"]


def test_a_bad_table_leaves_an_old_picture(tmp_path, capsys):
    (tmp_path / "bad.csv").write_text("1,2\n")
    (tmp_path / "p.png").write_bytes(b"old")
    assert main(capsys, "--data", tmp_path / "bad.csv", "--out", tmp_path / "p.png").returncode == 2
    assert (tmp_path / "p.png").read_bytes() == b"old"


@pytest.mark.parametrize("module", ["sklearn", "matplotlib"])
def test_missing_extras(module, tmp_path, capsys, monkeypatch):
    for name in list(sys.modules):
        if name.split(".")[0] == module:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    done = main(capsys, "--out", tmp_path / "p.png")
    assert done.returncode == 2
    assert re.fullmatch(r'fenchel\.demo: .*: pip install "fenchel\[demo\]"\n', done.stderr)
    assert not list(tmp_path.iterdir())


def test_the_split_is_stratified_and_repeats():
    y = np.repeat([0, 1, 2], [40, 8, 2])
    train, test = data.split(y)
    assert np.bincount(y[test]).tolist() == [10, 2, 1]
    assert sorted([*train, *test]) == list(range(50))
    assert data.split(y)[1].tolist() == test.tolist()


def test_standardizing_is_safe():
    X = np.array([[1.0, 5.0, 1e308, 0.0], [3.0, 5.0, -1e308, 0.0], [2.0, 5.0, 0.0, 1.0]])
    rows = np.arange(3)
    found = data.standardized("x", X, rows, ["a"], rows[:2], rows[2:])
    np.testing.assert_allclose(found.X_train, [[-1, 0, 1, 0], [1, 0, -1, 0]])
    assert np.isfinite(found.X_test).all()


def test_tables_are_read_with_a_mark_and_quotes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(("\ufeff" + table(10, ('"x, y"', "z"), "")).replace("\n", "\r\n").encode())
    read = read_table(path)
    assert set(read.labels) == {"x, y", "z"}
    assert read.X.shape == (10, 3)
    with pytest.raises(Problem):
        read_table(tmp_path)
