# SPDX-License-Identifier: Apache-2.0
"""The example of every public function runs, and every docstring has the parts it should have."""

import doctest
import inspect

import pytest

import fenchel as fl

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
TABLE = {row["name"] for row in fl._core.primitives()}


def public():
    names = [name for name in dir(fl) if not name.startswith("_")]
    found = {name: getattr(fl, name) for name in names}
    found |= {f"linalg.{name}": getattr(fl.linalg, name) for name in fl.linalg.__all__}
    return {n: f for n, f in found.items() if callable(f) and not inspect.isclass(f)}


@pytest.mark.core
@pytest.mark.parametrize("name", public())
def test_example(name):
    text = public()[name].__doc__
    tests = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    assert tests.examples, "the docstring has no example"
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    shown = []
    runner.run(tests, out=shown.append)
    assert runner.failures == 0, "".join(shown)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_docstring_of_the_table(name):
    function = getattr(fl, name)
    for part in ("Formula:", "Args:", "Returns:", "Accuracy:", "Kinks:", "Source:", "Example:"):
        assert part in function.__doc__
    assert list(inspect.signature(function).parameters)
    assert function.__module__ == "fenchel"


@pytest.mark.parametrize("name", sorted(n for n, f in public().items() if inspect.isfunction(f)))
def test_docstring_and_hints(name):
    function = public()[name]
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    if signature.parameters:
        assert "Args:" in function.__doc__
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert f"{parameter.name}:" in function.__doc__ or f"*{parameter.name}:" in function.__doc__
