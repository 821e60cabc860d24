# SPDX-License-Identifier: Apache-2.0
"""plan: what it says of a program agrees with what the program must do."""

import re

import numpy as np
import pytest

import fenchel as fl


def logistic(w, X, y):
    return fl.sum(fl.log1p(fl.exp(-y * (X @ w))))


def test_a_regression_is_two_products_and_a_cluster():
    found = fl.plan(fl.value_and_grad(logistic))(np.ones(10), np.ones((1000, 10)), np.ones(1000))
    assert [step.kind for step in found.steps] == ["product", "cluster", "product"]
    assert [list(step.after) for step in found.steps] == [[], [0], [1]]
    assert {"exp", "log1p", "sum"} <= set(found.steps[1].operations)
    assert found.steps[0].operation_count == 2 * 1000 * 10
    assert found.steps[0].bytes_read == 8 * (1000 * 10 + 10)
    assert found.bytes_written == sum(step.bytes_written for step in found.steps)
    assert found.peak_bytes >= 8 * (1000 * 10 + 1000 + 10 + 10 + 1)


@pytest.mark.parametrize(("dtype", "item"), [("float64", 8), ("float32", 4)])
def test_fused_work_reads_and_writes_arrays_once(dtype, item):
    x = np.ones(5000, dtype)
    found = fl.plan(lambda x: fl.exp(x) * fl.sin(x) + fl.tanh(x) * x)(x)
    assert len(found.steps) == 1
    assert (found.bytes_read, found.bytes_written) == (5000 * item, 5000 * item)
    assert found.steps[0].elements == 5000


def test_rows_stay_in_cache():
    found = fl.plan(fl.softmax)(np.ones((4096, 1000)))
    assert [step.kind for step in found.steps] == ["rows"]
    assert found.bytes_written == 8 * 4096 * 1000


def test_numbers_are_scalars_and_sorting_is_a_call():
    assert fl.plan(lambda x: x * fl.exp(x))(1.0).steps[0].kind == "scalars"
    assert fl.plan(fl.sort)(np.ones(5)).steps[0].kind == "call"


def test_trees_keywords_and_static_arguments():
    def f(tree, scale=1.0, power=2):
        return fl.sum(tree["a"] ** power) * scale

    found = fl.plan(f, static_argnames="power")({"a": np.ones(3)}, scale=2.0, power=3)
    assert "sum" in [name for step in found.steps for name in step.operations]


def test_nothing_to_do():
    found = fl.plan(lambda x: x)(np.ones(3))
    assert found.steps == []
    assert found.operation_count == 0
    assert str(found).startswith("0 steps")


def test_the_text_names_what_runs():
    text = str(fl.plan(logistic)(np.ones(2), np.ones((3, 2)), np.ones(3)))
    assert "matrix product" in text
    assert "log1p" in text
    assert re.search(r"\d+ B read", text)


def test_the_graph_has_a_node_a_step_and_an_edge_a_dependence():
    found = fl.plan(fl.grad(logistic))(np.ones(2), np.ones((3, 2)), np.ones(3))
    text = found.to_dot()
    assert text.count("[label=") == len(found.steps)
    assert text.count("->") == sum(len(step.after) for step in found.steps)


def test_nothing_is_computed():
    pending = fl.sum(fl.ones(10) * 2.0)
    fl.plan(lambda x: x * pending)(1.0)
    assert not fl._core.is_known(pending)
