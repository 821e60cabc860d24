// SPDX-License-Identifier: Apache-2.0
// The Tensor type: life, attributes, conversion to Python numbers. Handles are free-listed because
// every operator makes one.
#include "tensor.hpp"

#include <structmember.h>

#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/walk.hpp>

#include "dtypes.hpp"

namespace fenchel::python {

PyTypeObject* tensor_type = nullptr;

namespace {

constexpr int kept_handles = 256;
constexpr std::uint16_t many_handles = 65535;
Tensor* free_handles[kept_handles];
int free_count = 0;

void hold(Tensor* self, Node* node) {
  self->node = node;
  if (node->handles != many_handles) ++node->handles;
}

void let_go(Tensor* self) {
  Node* node = self->node;
  if (node->handles != many_handles) --node->handles;
  release(node);
}

Tensor* new_handle() {
  if (free_count == 0) return PyObject_New(Tensor, tensor_type);
  Tensor* self = free_handles[--free_count];
  return reinterpret_cast<Tensor*>(PyObject_Init(reinterpret_cast<PyObject*>(self), tensor_type));
}

void dealloc(PyObject* object) {
  auto* self = reinterpret_cast<Tensor*>(object);
  if (self->weak_references) PyObject_ClearWeakRefs(object);
  let_go(self);
  PyTypeObject* type = Py_TYPE(object);
  if (free_count < kept_handles) free_handles[free_count++] = self;
  else PyObject_Free(object);
  Py_DECREF(type);
}

PyObject* no_constructor(PyTypeObject*, PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "tensors are made by fl.asarray, fl.zeros and their like");
  return nullptr;
}

PyObject* shape_tuple(const Node* node) {
  const auto dims = node->shape_span();
  PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(dims.size()));
  for (std::size_t i = 0; tuple && i < dims.size(); ++i)
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), PyLong_FromLongLong(dims[i]));
  return tuple;
}

PyObject* get_shape(PyObject* self, void*) { return shape_tuple(node_of(self)); }
PyObject* get_ndim(PyObject* self, void*) { return PyLong_FromLong(node_of(self)->rank); }
PyObject* get_size(PyObject* self, void*) {
  return PyLong_FromLongLong(node_of(self)->shape().size());
}
PyObject* get_dtype(PyObject* self, void*) { return numpy_dtype(node_of(self)->dtype); }
PyObject* get_transpose(PyObject* self, void*) {
  return guarded([&] { return wrap(transpose(value_of(self))); });
}

PyGetSetDef attributes[] = {
    {"shape", get_shape, nullptr, "Sizes along the axes.", nullptr},
    {"ndim", get_ndim, nullptr, "Number of axes.", nullptr},
    {"size", get_size, nullptr, "Number of elements.", nullptr},
    {"dtype", get_dtype, nullptr, "Type of the elements, a NumPy dtype.", nullptr},
    {"T", get_transpose, nullptr, "The tensor with its axes reversed.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMemberDef members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Tensor, weak_references), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};

constexpr const char* tensor_doc =
    "An array whose value is computed when it is asked for.\n\n"
    "Operators and the functions of `fenchel` on tensors write down what to compute; printing,\n"
    "`float(x)`, `numpy.asarray(x)` or a branch on it compute it. Tensors follow NumPy's rules "
    "for\n"
    "shapes and types. `x[i] = v` and `x += 1` change what this tensor holds, and nothing else.\n";

}  // namespace

PyObject* wrap(Var value) {
  if (!value) Py_RETURN_NONE;
  Tensor* self = new_handle();
  if (!self) throw PythonError();
  self->weak_references = nullptr;
  Node* node = value.node();
  retain(node);
  hold(self, node);
  return reinterpret_cast<PyObject*>(self);
}

void rebind(PyObject* tensor, Var value) {
  auto* self = reinterpret_cast<Tensor*>(tensor);
  Node* node = value.node();
  retain(node);
  let_go(self);
  hold(self, node);
}

bool make_tensor_type() {
  std::vector<PyType_Slot> slots{{Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                                 {Py_tp_new, reinterpret_cast<void*>(no_constructor)},
                                 {Py_tp_getset, attributes},
                                 {Py_tp_members, members},
                                 {Py_tp_hash, reinterpret_cast<void*>(PyBaseObject_Type.tp_hash)},
                                 {Py_tp_doc, const_cast<char*>(tensor_doc)}};
  for (const auto& more : {number_slots(), container_slots()})
    slots.insert(slots.end(), more.begin(), more.end());
  slots.push_back({0, nullptr});
  PyType_Spec spec{"fenchel.Tensor", sizeof(Tensor), 0, Py_TPFLAGS_DEFAULT, slots.data()};
  tensor_type = reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&spec));
  return tensor_type != nullptr;
}

}  // namespace fenchel::python
