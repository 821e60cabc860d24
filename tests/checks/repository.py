# SPDX-License-Identifier: Apache-2.0
"""What the checks share: the files of the repository and the package under test."""

import importlib.util
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = {".hpp", ".cpp", ".py", ".pyi", ".cmake", ".in", ".toml"}
TEXT = CODE | {".md", ".txt", ".json", ".yml", ".yaml"}


def files(*suffixes, under="."):
    """The files of the repository with one of the suffixes: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", under],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = sorted(ROOT / name for name in set(listed.stdout.split("\0")) if name)
    return [path for path in paths if path.is_file() and path.suffix in suffixes]


def name_of(path):
    """The path of a file in the repository, as messages print it."""
    return path.relative_to(ROOT).as_posix()


def installed_package():
    """The folder of the fenchel that Python imports."""
    specification = importlib.util.find_spec("fenchel")
    assert specification is not None, "fenchel is not installed: pip install '.[test]'"
    return Path(specification.origin).resolve().parent
