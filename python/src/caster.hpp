// SPDX-License-Identifier: Apache-2.0
// Variables, shapes and element types in the signatures of pybind11 functions.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "dtypes.hpp"
#include "tensor.hpp"

namespace pybind11::detail {

template <>
struct type_caster<fenchel::Var> {
  PYBIND11_TYPE_CASTER(fenchel::Var, const_name("Tensor"));

  bool load(handle source, bool) { return fenchel::python::lift(source.ptr(), value); }
  static handle cast(const fenchel::Var& var, return_value_policy, handle) {
    return fenchel::python::wrap(var);
  }
};

template <>
struct type_caster<fenchel::DType> {
  PYBIND11_TYPE_CASTER(fenchel::DType, const_name("numpy.dtype"));

  bool load(handle source, bool) {
    value = fenchel::python::dtype_from(source.ptr());
    return true;
  }
  static handle cast(fenchel::DType dtype, return_value_policy, handle) {
    return fenchel::python::numpy_dtype(dtype);
  }
};

template <>
struct type_caster<fenchel::Shape> {
  PYBIND11_TYPE_CASTER(fenchel::Shape, const_name("tuple[int, ...]"));

  bool load(handle source, bool) {
    if (PyIndex_Check(source.ptr())) return value.push_back(source.cast<std::int64_t>()), true;
    if (!isinstance<sequence>(source)) return false;
    for (handle dim : reinterpret_borrow<sequence>(source))
      value.push_back(dim.cast<std::int64_t>());
    return true;
  }
  static handle cast(const fenchel::Shape& shape, return_value_policy, handle) {
    tuple out(static_cast<std::size_t>(shape.rank()));
    for (int i = 0; i < shape.rank(); ++i) out[static_cast<std::size_t>(i)] = int_(shape[i]);
    return out.release();
  }
};

}  // namespace pybind11::detail
