// SPDX-License-Identifier: Apache-2.0
#include "functions.hpp"

#include <cstring>
#include <stdexcept>

namespace accuracy {

// FENCHEL_ACCURACY_SETS is a list like `FENCHEL_ACCURACY_SET(v2) FENCHEL_ACCURACY_SET(v3)`, from
// CMake.
#define FENCHEL_ACCURACY_SET(name) extern const Set set_##name;
FENCHEL_ACCURACY_SETS
#undef FENCHEL_ACCURACY_SET

namespace {

bool has(const std::string& set) {
#if defined(__x86_64__)
  if (set == "v3")
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
  if (set == "v4")
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
  return set == "v2" || set == "base";
}

std::vector<Function> make_functions() {
  std::vector<Function> found;
  const Set& first = *present_sets().front();
  for (int i = 0; i < first.count; ++i) {
    const Kernel& kernel = first.kernels[i];
    Function f{kernel.facts, kernel.arity, find_reference(kernel.facts->name), {}};
    for (const Set* set : present_sets()) f.kernels.push_back(&set->kernels[i]);
    found.push_back(f);
  }
  return found;
}

}  // namespace

std::span<const Set* const> built_sets() {
#define FENCHEL_ACCURACY_SET(name) &set_##name,
  static const Set* const sets[] = {FENCHEL_ACCURACY_SETS};
#undef FENCHEL_ACCURACY_SET
  return sets;
}

const std::vector<const Set*>& present_sets() {
  static const auto present = [] {
    std::vector<const Set*> sets;
    for (const Set* set : built_sets())
      if (has(set->name)) sets.push_back(set);
    if (sets.empty()) throw std::runtime_error("this processor has none of the sets built");
    return sets;
  }();
  return present;
}

const std::vector<Function>& functions() {
  static const std::vector<Function> all = make_functions();
  return all;
}

const Function& function_of(const std::string& name) {
  for (const Function& f : functions())
    if (f.name() == name) return f;
  throw std::runtime_error("no function is called " + name);
}

const Reference* find_reference(const char* name) {
  for (const auto& table :
       {exact_references(), elementary_references(), special_references(), activation_references()})
    for (const Reference& row : table)
      if (std::strcmp(row.name, name) == 0) return &row;
  return nullptr;
}

}  // namespace accuracy
