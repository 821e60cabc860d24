// SPDX-License-Identifier: Apache-2.0
// The programs that a jitted function has for plain positional arguments, by their kinds.
#pragma once

#include <Python.h>

#include <fenchel/array/evaluate.hpp>
#include <string>
#include <unordered_map>

namespace fenchel::python {

/// A program with its plan, and how its results are handed out.
struct JittedProgram {
  PyObject* owner = nullptr;  ///< of `compiled`
  const Compiled* compiled = nullptr;
  PyObject* structure = nullptr;  ///< None: a single result; an integer: a tuple; else a callable
};

class JittedPrograms {
 public:
  JittedPrograms() = default;
  JittedPrograms(const JittedPrograms&) = delete;
  JittedPrograms& operator=(const JittedPrograms&) = delete;
  ~JittedPrograms() { clear(); }

  const JittedProgram* find(const std::string& kinds) const {
    const auto found = programs_.find(kinds);
    return found == programs_.end() ? nullptr : &found->second;
  }
  /// Takes over the references of the program.
  void keep(const std::string& kinds, JittedProgram program) {
    if (programs_.size() >= most) clear();
    if (!programs_.emplace(kinds, program).second) drop(program);
  }
  void clear() {
    // What a reference drops may call back, so the map is empty before.
    const auto programs = std::move(programs_);
    programs_.clear();
    for (const auto& [kinds, program] : programs) drop(program);
  }
  template <class Visit>
  int visit(Visit&& visit) const {
    for (const auto& [kinds, program] : programs_)
      for (PyObject* object : {program.owner, program.structure})
        if (const int stop = visit(object)) return stop;
    return 0;
  }

 private:
  static constexpr std::size_t most = 256;
  static void drop(const JittedProgram& program) {
    Py_DECREF(program.owner);
    Py_DECREF(program.structure);
  }
  std::unordered_map<std::string, JittedProgram> programs_;
};

}  // namespace fenchel::python
