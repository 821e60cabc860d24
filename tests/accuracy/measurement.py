# SPDX-License-Identifier: Apache-2.0
"""Runs the program over functions and precisions, and keeps its answers in a file."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

import results

# The fingerprint of a function's results, by set.
Bits = dict[tuple[str, str], dict[str, str]]


class Measurement:
    """One run of the program over functions and precisions, several at a time."""

    def __init__(self, program: Path, file: Path, fraction: float, fresh: bool) -> None:
        self.program = program
        self.file = file
        self.fraction = fraction
        self.lock = threading.Lock()
        self.lines = {} if fresh else results.load(file)
        self.bits: Bits = {}

    def ask(self, *words: str) -> Any:
        """The answer to a question of one line."""
        done = subprocess.run([self.program, *words], stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(done.stdout)

    def measure(self, function: dict[str, Any], precision: str) -> list[dict[str, Any]]:
        """The lines of a function, after measuring what is missing or is not about these bits."""
        name, arity = function["name"], function["arity"]
        bits = self.ask("bits", name, precision)
        key = "-".join(bits.values())
        names = [(name, precision, chunk) for chunk in results.chunks(precision, arity)]
        with self.lock:
            self.bits[name, precision] = bits
            missing = [n[2] for n in names if not self.is_current(self.lines.get(n), key)]
        if missing:
            self.run(name, precision, missing, key)
        return [self.lines[n] for n in names]

    def is_current(self, line: dict[str, Any] | None, key: str) -> bool:
        """Whether a chunk need not be measured again."""
        return line is not None and line["key"] == key and results.is_good(line)

    def run(self, name: str, precision: str, missing: list[str], key: str) -> None:
        """Measures chunks, and keeps each as soon as it is there."""
        command = [str(self.program), "run", name, precision, str(self.fraction), *missing]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for text in process.stdout:
                line = json.loads(text) | {"key": key}
                with self.lock, self.file.open("a", encoding="utf-8") as file:
                    self.lines[results.name_of(line)] = line
                    file.write(json.dumps(line) + "\n")
        if process.returncode:
            raise SystemExit(f"{' '.join(command[:4])} ended with code {process.returncode}")
