// SPDX-License-Identifier: Apache-2.0
// Primitives from a shared library of the user: opened, registered, named.
#include <dlfcn.h>
#include <pybind11/stl.h>

#include <fenchel/program/operation.hpp>

#include "bind.hpp"
#include "errors.hpp"

namespace py = pybind11;

namespace fenchel::python {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  PyErr_SetString(PyExc_OSError, ("load_primitives: " + why).c_str());
  throw py::error_already_set();
}

/// Python opens extension modules with private symbols. Opening this one again, which only changes
/// that, lets libraries that come later call the table in it.
void publish_own_symbols() {
  Dl_info self;
  if (!dladdr(reinterpret_cast<void*>(publish_own_symbols), &self)) return;
  dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

using Entry = void (*)();

/// The library stays open: rows of the table point into it.
Entry entry_of(const std::string& path) {
  publish_own_symbols();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) refuse(dlerror());
  void* entry = dlsym(library, "fenchel_register");
  if (!entry) refuse(path + ": no function extern \"C\" void fenchel_register()");
  return reinterpret_cast<Entry>(entry);
}

/// Names of the rows that the library adds.
std::vector<std::string> load_library(const std::string& path) {
  const Entry add_rows = entry_of(path);
  const int before = operation_count();
  add_rows();
  std::vector<std::string> names;
  for (int i = before; i < operation_count(); ++i) names.push_back(info(static_cast<OpId>(i)).name);
  return names;
}

}  // namespace

void bind_library(py::module_& module) {
  module.def("load_library", load_library, "Adds the rows of a shared library to the table.");
}

}  // namespace fenchel::python
