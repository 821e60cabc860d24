# SPDX-License-Identifier: Apache-2.0
"""Many steps and many nodes: memory stays flat, plans few, the stack small."""

import gc
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import fenchel as fl


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def loss(w, X, y):
    return fl.mean(fl.log1p(fl.exp(-y * (X @ w)))) + 0.01 * fl.sum(w * w)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_training_steps_in_a_plain_loop():
    rng = np.random.default_rng(0)
    X, y, w = (
        fl.asarray(rng.normal(size=(20, 3))),
        fl.asarray(np.sign(rng.normal(size=20))),
        fl.zeros(3),
    )
    step = fl.value_and_grad(loss)
    fl.clear_cache()
    misses = fl.cache_info()["misses"]
    losses, nodes, before = [], 0, 0
    for i in range(10_000):
        value, gradient = step(w, X, y)
        w = w - 0.1 / (1 + 0.001 * i) * gradient
        if i % 2500 == 0:
            losses.append(float(value))
        if i == 2000:
            gc.collect()
            before, nodes = resident(), fl._core.live_nodes()
    gc.collect()
    assert fl.cache_info()["misses"] - misses <= 3
    assert fl._core.live_nodes() <= nodes + 20
    assert resident() - before < 2_000_000
    assert losses == sorted(losses, reverse=True)


CHAIN = """
import fenchel as fl
n = 1_000_000
def chain(x):
    for _ in range(n // 2):
        x = fl.sin(x) + 0.5
    return x
value, gradient = fl.value_and_grad(chain)(0.3)
print(float(value), float(gradient))
before = fl._core.live_nodes()
y = chain(fl.asarray(0.3))
del y
assert fl._core.live_nodes() == before
y = chain(fl.asarray(0.3))
assert abs(float(y) - float(value)) < 1e-15
del y, value, gradient
assert fl._core.live_nodes() < 100
print("done")
"""


def test_a_million_nodes_on_a_small_stack():
    command = f"ulimit -s 256; exec {sys.executable} -c '{CHAIN}'"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("done\n"), done.stderr[-2000:]


IMPORT = """
import numpy, sys, time
start = time.perf_counter()
import fenchel
elapsed = time.perf_counter() - start
assert "optree" not in sys.modules, "optree is imported late"
fenchel.grad(fenchel.sin)(1.0)
assert "optree" not in sys.modules
print(elapsed)
"""


@pytest.mark.core
def test_import_is_light():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1.0  # 0.1 s is meant; this machine may be busy


def test_jit_keeps_a_bounded_number_of_programs():
    f = fl.jit(fl.sum)
    before = fl._core.live_nodes()
    for n in range(400):
        assert float(f(np.ones(n))) == n
    assert fl._core.live_nodes() - before < 300 * 10
    assert fl.cache_info()["plans"] <= fl.cache_info()["limit"]
