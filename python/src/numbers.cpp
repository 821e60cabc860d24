// SPDX-License-Identifier: Apache-2.0
// Operators of Tensor: number slots and comparisons.
#include <fenchel/array/arithmetic.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/shaping.hpp>

#include "tensor.hpp"

namespace fenchel::python {
namespace {

using Binary = Var (*)(const Var&, const Var&);

/// The name of a row of the table as a template argument.
struct Row {
  char name[20] = {};
  template <std::size_t N>
  consteval Row(const char (&text)[N]) {  // NOLINT: a literal is meant
    for (std::size_t i = 0; i < N; ++i) name[i] = text[i];
  }
};

template <Row row, class... A>
Var apply(const A&... a) {
  static const OpId id = find_operation(row.name);
  const Var inputs[] = {a...};
  return emit_elementwise(id, inputs);
}

template <Row row>
constexpr Binary two = apply<row, Var, Var>;

/// Both operands of an operator; false if one is none of ours.
bool operands(PyObject* a, PyObject* b, Var& x, Var& y) {
  if (is_tensor(a)) {
    x = value_of(a);
    return is_tensor(b) ? (y = value_of(b), true) : lift_beside(b, x.node(), y);
  }
  y = value_of(b);
  return lift_beside(a, y.node(), x);
}

template <Binary function>
PyObject* binary(PyObject* a, PyObject* b) {
  return guarded([&]() -> PyObject* {
    Var x, y;
    if (!operands(a, b, x, y)) Py_RETURN_NOTIMPLEMENTED;
    return wrap(function(x, y));
  });
}

/// `x += y` keeps shape and type, as in NumPy; only a number that is weak takes on a type.
Var fit_in_place(const Var& x, Var result) {
  if (!(result.shape() == x.shape()))
    fail<ShapeError>("in-place operation: the result of shape " + to_string(result.shape()) +
                     " does not fit a tensor of shape " + to_string(x.shape()) +
                     "; write x = x + y instead of x += y");
  const DType from = result.dtype(), to = x.dtype();
  if (from == to || x->is(Node::weak)) return result;
  if (is_floating(from) != is_floating(to) || to == DType::boolean)
    fail<TypeError>(std::string("in-place operation: a result of type ") + name_of(from) +
                    " does not fit a tensor of type " + name_of(to) +
                    "; write x = x + y instead of x += y");
  return cast(result, to);
}

template <Binary function>
PyObject* in_place(PyObject* self, PyObject* other) {
  return guarded([&]() -> PyObject* {
    Var x, y;
    if (!operands(self, other, x, y)) Py_RETURN_NOTIMPLEMENTED;
    rebind(self, fit_in_place(x, function(x, y)));
    return Py_NewRef(self);
  });
}

/// x ** 2 with an integer of Python is structure: 1, x, x * x, or a power with a constant exponent.
bool static_power(PyObject* base, PyObject* exponent, Var& out) {
  if (!is_tensor(base) || !PyLong_CheckExact(exponent)) return false;
  const long n = PyLong_AsLong(exponent);
  if (n == -1 && PyErr_Occurred()) throw PythonError();
  out = integer_power(value_of(base), n);
  return true;
}

Var power_of(PyObject* a, PyObject* b, bool& ours) {
  Var out, x, y;
  ours = static_power(a, b, out) || operands(a, b, x, y);
  return !ours || out ? out : apply<"pow">(x, y);
}

PyObject* power(PyObject* a, PyObject* b, PyObject* modulus) {
  return guarded([&]() -> PyObject* {
    bool ours = modulus == Py_None;
    Var out;
    if (ours) out = power_of(a, b, ours);
    if (!ours) Py_RETURN_NOTIMPLEMENTED;
    return wrap(out);
  });
}

PyObject* in_place_power(PyObject* a, PyObject* b, PyObject*) {
  return guarded([&]() -> PyObject* {
    bool ours;
    const Var out = power_of(a, b, ours);
    if (!ours) Py_RETURN_NOTIMPLEMENTED;
    rebind(a, fit_in_place(value_of(a), out));
    return Py_NewRef(a);
  });
}

template <Var (*function)(const Var&)>
PyObject* unary(PyObject* a) {
  return guarded([&] { return wrap(function(value_of(a))); });
}

PyObject* same(PyObject* a) {
  return guarded([&] { return wrap(value_of(a)); });
}

PyObject* compare(PyObject* a, PyObject* b, int which) {
  return guarded([&]() -> PyObject* {
    constexpr Binary functions[] = {two<"less">,      two<"less_equal">, two<"equal">,
                                    two<"not_equal">, two<"greater">,    two<"greater_equal">};
    Var x, y;
    if (!operands(a, b, x, y)) Py_RETURN_NOTIMPLEMENTED;
    return wrap(functions[which](x, y));
  });
}

template <class F>
PyType_Slot slot(int id, F function) {
  return {id, reinterpret_cast<void*>(function)};
}

template <Binary function>
void add_pair(std::vector<PyType_Slot>& slots, int id, int in_place_id) {
  slots.push_back(slot(id, binary<function>));
  slots.push_back(slot(in_place_id, in_place<function>));
}

}  // namespace

std::vector<PyType_Slot> number_slots() {
  static_assert(Py_LT == 0 && Py_LE == 1 && Py_EQ == 2 && Py_NE == 3 && Py_GT == 4 && Py_GE == 5);
  std::vector<PyType_Slot> slots{slot(Py_nb_power, power),
                                 slot(Py_nb_inplace_power, in_place_power),
                                 slot(Py_nb_negative, unary<apply<"negative", Var>>),
                                 slot(Py_nb_positive, same),
                                 slot(Py_nb_absolute, unary<apply<"abs", Var>>),
                                 slot(Py_nb_invert, unary<apply<"logical_not", Var>>),
                                 slot(Py_tp_richcompare, compare)};
  add_pair<two<"add">>(slots, Py_nb_add, Py_nb_inplace_add);
  add_pair<two<"subtract">>(slots, Py_nb_subtract, Py_nb_inplace_subtract);
  add_pair<two<"multiply">>(slots, Py_nb_multiply, Py_nb_inplace_multiply);
  add_pair<two<"divide">>(slots, Py_nb_true_divide, Py_nb_inplace_true_divide);
  add_pair<two<"floor_divide">>(slots, Py_nb_floor_divide, Py_nb_inplace_floor_divide);
  add_pair<two<"remainder">>(slots, Py_nb_remainder, Py_nb_inplace_remainder);
  add_pair<two<"logical_and">>(slots, Py_nb_and, Py_nb_inplace_and);
  add_pair<two<"logical_or">>(slots, Py_nb_or, Py_nb_inplace_or);
  add_pair<two<"logical_xor">>(slots, Py_nb_xor, Py_nb_inplace_xor);
  add_pair<matmul>(slots, Py_nb_matrix_multiply, Py_nb_inplace_matrix_multiply);
  return slots;
}

}  // namespace fenchel::python
