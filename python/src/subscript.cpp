// SPDX-License-Identifier: Apache-2.0
// The key of x[key] as index entries.
#include <fenchel/array/array.hpp>

#include "tensor.hpp"

namespace fenchel::python {
namespace {

constexpr const char* valid_keys =
    "only integers, slices (`:`), ellipsis (`...`), None and integer or boolean arrays are valid "
    "indices";

std::optional<std::int64_t> bound(PyObject* object) {
  if (object == Py_None) return {};
  const Py_ssize_t value = PyNumber_AsSsize_t(object, nullptr);  // clips, as slices do
  if (value == -1 && PyErr_Occurred()) throw PythonError();
  return value;
}

SliceRange range_of(PyObject* key) {
  const auto* slice = reinterpret_cast<PySliceObject*>(key);
  return {bound(slice->start), bound(slice->stop), bound(slice->step)};
}

/// An array of a key; an empty list means no integers, though NumPy takes it for floats.
Var index_array(PyObject* key) {
  Var index;
  if (!lift(key, index)) fail<IndexError>(valid_keys);
  if (index.dtype() == DType::float64 && PyList_Check(key) && PyList_GET_SIZE(key) == 0)
    return integers({});
  if (is_floating(index.dtype())) fail<IndexError>(valid_keys);
  return index;
}

IndexEntry entry_of(PyObject* key) {
  if (PyLong_CheckExact(key)) return std::int64_t{*bound(key)};
  if (PySlice_Check(key)) return range_of(key);
  if (key == Py_None) return NewAxis{};
  if (key == Py_Ellipsis) return Ellipsis{};
  if (is_tensor(key) || PyList_Check(key)) return index_array(key);
  if (PyBool_Check(key)) fail<IndexError>("a boolean is no index; use an array of booleans");
  Var index;
  if (lift(key, index) && index.rank() > 0) return index_array(key);
  if (index && index.dtype() != DType::int64) fail<IndexError>(valid_keys);
  if (!PyIndex_Check(key)) fail<IndexError>(valid_keys);
  return std::int64_t{*bound(key)};
}

std::vector<IndexEntry> entries_of(PyObject* key) {
  std::vector<IndexEntry> entries;
  if (!PyTuple_Check(key)) return {entry_of(key)};
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(key); ++i)
    entries.push_back(entry_of(PyTuple_GET_ITEM(key, i)));
  return entries;
}

}  // namespace

Var take(const Var& x, PyObject* key) { return take_index(x, entries_of(key)); }

Var put(const Var& x, PyObject* key, PyObject* value, bool add) {
  const Var v = operand(value, "x[index] = value");
  return put_index(x, entries_of(key), v, add ? Writing::add : Writing::replace);
}

}  // namespace fenchel::python
