// SPDX-License-Identifier: Apache-2.0
// Bodies of dispatch.hpp.
#pragma once

#include <cstdlib>
#include <fenchel/execute/dispatch.hpp>
#include <span>
#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/execute/kernel/table.hpp>  // the kernels for the flags of this unit
#endif

namespace fenchel {

#if !defined(FENCHEL_HEADER_ONLY)
const KernelSet& kernel_set_v2();  // each made by a unit compiled for its set
const KernelSet& kernel_set_v3();
const KernelSet& kernel_set_v4();
const KernelSet& kernel_set_base();
#endif

namespace detail {

/// A set, whether the processor runs it, and its table.
struct SetChoice {
  const char* name;
  bool (*runs)();
  const KernelSet& (*table)();
};

#if defined(FENCHEL_HEADER_ONLY)
inline constexpr const char* unit_set = FENCHEL_SIMD_BYTES == 64   ? "x86-64-v4"
                                        : FENCHEL_SIMD_BYTES == 32 ? "x86-64-v3"
                                                                   : "base";
inline const KernelSet& unit_table() {
  static const KernelSet set = kernel::make_kernel_set(unit_set);
  return set;
}
inline constexpr SetChoice set_choices[] = {{unit_set, [] { return true; }, unit_table}};
#else
#if defined(__x86_64__)
inline bool runs_v2() {
  return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
}
inline bool runs_v3() {
  return runs_v2() && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}
inline bool runs_v4() {
  return runs_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}
#endif
/// The sets that were built, the narrowest first.
inline constexpr SetChoice set_choices[] = {
#if defined(FENCHEL_KERNELS_v2)
    {"x86-64-v2", runs_v2, kernel_set_v2},
#endif
#if defined(FENCHEL_KERNELS_v3)
    {"x86-64-v3", runs_v3, kernel_set_v3},
#endif
#if defined(FENCHEL_KERNELS_v4)
    {"x86-64-v4", runs_v4, kernel_set_v4},
#endif
#if defined(FENCHEL_KERNELS_base)
    {"base", [] { return true; }, kernel_set_base},
#endif
};
#endif

/// "x86-64-v3" is also called "v3".
inline bool is_named(const SetChoice& choice, std::string_view name) {
  const std::string_view full = choice.name;
  return name == full || (full.ends_with(name) && full.size() == name.size() + 7);
}

inline std::string runnable_sets() {
  std::string text;
  for (const char* name : kernel_sets()) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

/// Rows by operation: those of the chosen set, and what was registered.
inline std::vector<const ElementRow*>& element_rows() {
  static std::vector<const ElementRow*> rows = [] {
    std::vector<const ElementRow*> out(static_cast<std::size_t>(operation_count()));
    const KernelSet& set = kernels();
    for (const ElementRow& row : std::span(set.elementwise, set.elementwise_count))
      out[find_operation(row.name)] = &row;
    return out;
  }();
  return rows;
}

}  // namespace detail

FENCHEL_BODY std::vector<const char*> kernel_sets() {
  std::vector<const char*> names;
  for (const auto& choice : detail::set_choices)
    if (choice.runs()) names.push_back(choice.name);
  return names;
}

FENCHEL_BODY const KernelSet& kernel_set(std::string_view name) {
  const detail::SetChoice* found = nullptr;
  for (const auto& choice : detail::set_choices)
    if (name.empty() ? choice.runs() : detail::is_named(choice, name)) found = &choice;
  if (found && found->runs()) return found->table();
  fail<std::invalid_argument>(
      (name.empty() ? "this processor" : "the instruction set '" + std::string(name) + "'") +
      (found || name.empty() ? " is not supported" : " is unknown") +
      "; kernels that can run here: " + detail::runnable_sets());
}

FENCHEL_BODY const KernelSet& kernels() {
  static const KernelSet& chosen = [&]() -> const KernelSet& {
    const char* asked = std::getenv("FENCHEL_CPU");
    return kernel_set(asked ? asked : "");
  }();
  return chosen;
}

FENCHEL_BODY const ElementRow* element_row_of(OpId op) {
  const auto& rows = detail::element_rows();
  return op < rows.size() ? rows[op] : nullptr;
}

FENCHEL_BODY void add_element_row(OpId op, const ElementRow* row) {
  auto& rows = detail::element_rows();
  if (op >= rows.size()) rows.resize(op + std::size_t{1});
  rows[op] = row;
}

}  // namespace fenchel
