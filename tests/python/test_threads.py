# SPDX-License-Identifier: Apache-2.0
"""Threads: the same bits for any number of them, other Python threads go on, forks compute."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import fenchel as fl


@pytest.fixture
def threads():
    before = fl.num_threads()
    yield fl.set_num_threads
    fl.set_num_threads(before)


def normal(n, dtype="float64"):
    return fl.asarray(np.random.default_rng(n).normal(size=n).astype(dtype))


def matrix(m, n):
    return fl.reshape(normal(m * n), (m, n))


PROGRAMS = {
    "elementwise": lambda: fl.exp(normal(100_003)) * fl.sin(normal(100_003)),
    "total": lambda: fl.sum(fl.tanh(normal(1_000_003)) ** 2),
    "total float32": lambda: fl.sum(normal(500_001, "float32") * 3),
    "maximum": lambda: fl.max(fl.sin(normal(300_001))),
    "short parts": lambda: fl.sum(fl.log1p(normal(16_384 * 8 + 1) ** 2)),
    "two totals": lambda: fl.stack([fl.sum(normal(200_000)), fl.max(normal(200_000) ** 2)]),
    "rows": lambda: fl.sum(fl.exp(matrix(1000, 333)), axis=1),
    "columns": lambda: fl.sum(fl.exp(matrix(1000, 333)), axis=0),
    "middle": lambda: fl.sum(fl.reshape(fl.exp(normal(64 * 100 * 50)), (64, 100, 50)), axis=1),
    "rows and total": lambda: fl.sum(fl.sum(fl.exp(matrix(4096, 64)), axis=1)),
    "softmax": lambda: fl.softmax(matrix(3001, 257)),
    "cross-entropy": lambda: fl.grad(lambda m: fl.sum(fl.logsumexp(m, axis=1) - m[:, 3]))(
        matrix(2000, 300)
    ),
    "normalization": lambda: fl.sum(
        (matrix(2000, 300) - fl.mean(matrix(2000, 300), axis=1, keepdims=True)) ** 2, axis=1
    ),
    "product": lambda: matrix(500, 300) @ matrix(300, 200),
    "batched product": lambda: fl.reshape(normal(600 * 400), (600, 20, 20)) @ matrix(20, 20),
    "gradient": lambda: fl.grad(lambda w: fl.sum(fl.log1p(fl.exp(matrix(5000, 30) @ w))))(
        normal(30)
    ),
    "integers": lambda: fl.sum(fl.asarray(np.arange(1_000_000)) * 3),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_bits_do_not_depend_on_the_number(name, threads):
    results = []
    for count in (1, 2, 3, 8):
        threads(count)
        results.append(np.asarray(PROGRAMS[name]()).tobytes())
    assert len(set(results)) == 1


def test_a_wrong_number_is_refused(threads):
    for count in (0, -1, 5000):
        with pytest.raises(ValueError, match="from 1 to 1024"):
            threads(count)


@pytest.mark.parametrize("text", ["0", "two", "1.5"])
def test_a_wrong_environment_is_refused(text):
    code = "import fenchel as fl; fl.num_threads()"
    env = os.environ | {"FENCHEL_NUM_THREADS": text}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"FENCHEL_NUM_THREADS" in done.stderr


def test_the_environment_counts():
    code = "import fenchel as fl; print(fl.num_threads())"
    env = os.environ | {"FENCHEL_NUM_THREADS": "3"}
    assert subprocess.check_output([sys.executable, "-c", code], env=env).strip() == b"3"


def test_no_thread_before_it_is_needed():
    code = (
        "import os, fenchel as fl\n"
        "threads = lambda: len(os.listdir('/proc/self/task'))\n"
        "before = threads(); fl.eval(fl.ones(10) * 2.0); print(threads() - before)"
    )
    env = os.environ | {"FENCHEL_NUM_THREADS": "4"}
    assert subprocess.check_output([sys.executable, "-c", code], env=env).strip() == b"0"


def test_other_python_threads_go_on(threads):
    """The global lock is free during a long run."""
    threads(1)
    x = normal(4_000_000)
    f = fl.jit(lambda x: fl.sum(fl.lgamma(fl.exp(fl.sin(x)))))
    f(x)
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    before = time.perf_counter()
    f(x)
    after = time.perf_counter()
    stop.set()
    ticker.join()
    assert sum(before < t < after for t in ticks) > 5


def test_many_threads_compute_what_one_does():
    functions = [fl.jit(fl.value_and_grad(lambda x, k=k: fl.sum(fl.sin(x * k)))) for k in range(4)]
    x = normal(50_000)
    expected = [[np.asarray(part).tobytes() for part in f(x)] for f in functions]
    wrong = []

    def work(i):
        for repeat in range(20):
            k = (i + repeat) % 4
            found = [np.asarray(part).tobytes() for part in functions[k](x)]
            lazy = float(fl.sum(x * (i + 1.0)) / (i + 1.0))
            if found != expected[k] or abs(lazy - float(fl.sum(x))) > 1e-6:
                wrong.append((i, k))

    workers = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not wrong


def evaluations():
    """How often a plan was asked for."""
    counters = fl.cache_info()
    return counters["hits"] + counters["misses"]


def test_one_value_wanted_by_many_is_computed_once():
    for _ in range(5):
        pending = fl.sum(fl.lgamma(fl.exp(fl.sin(normal(1_000_000)))))
        found = []
        before = evaluations()
        workers = [
            threading.Thread(target=lambda p=pending, f=found: f.append(float(p))) for _ in range(4)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(set(found)) == 1
        assert evaluations() == before + 1


def test_tracing_in_one_thread_is_no_surrounding_of_another():
    entered, leave = threading.Event(), threading.Event()

    def slow(x):
        entered.set()
        leave.wait(10)
        return x * 2.0

    tracing = threading.Thread(target=lambda: fl.grad(slow)(1.0))
    tracing.start()
    entered.wait(10)
    result = fl.grad(lambda x: x**2)(3.0)
    assert fl._core.is_known(result)
    leave.set()
    tracing.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_fork_computes():
    code = (
        "import os, numpy as np, fenchel as fl\n"
        "fl.set_num_threads(2)\n"
        "x = fl.asarray(np.ones(1_000_000))\n"
        "f = lambda: float(fl.sum(fl.exp(x * 0.0)))\n"
        "assert f() == 1e6\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if f() == 1e6 else 1)\n"
        "_, status = os.waitpid(child, 0)\n"
        "assert status == 0 and f() == 1e6\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
