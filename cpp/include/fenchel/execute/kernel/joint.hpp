// SPDX-License-Identifier: Apache-2.0
// Kernels with two results: primitives whose `both` computes the value together with a partial that
// is another primitive of the same input, as sin and cos. The pairs are found in the formulas.
#pragma once

#include <fenchel/execute/kernel/element.hpp>
#include <fenchel/primitive/list.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// A carrier that knows which primitive was applied to the argument; nothing is computed.
struct Symbol {
  enum Kind : unsigned char { argument, result, formula } kind;
  const char* of_argument = nullptr;  ///< the primitive, where the formula is nothing else
};

}  // namespace kernel
}  // namespace FENCHEL_ARCH

template <>
struct Carrier<kernel::Symbol> {
  static constexpr int rank = 1;
  template <class Op, class... A>
  static kernel::Symbol apply(const A&... a) {
    bool alone = sizeof...(A) == 1;
    ((alone = alone && is_argument(a)), ...);
    return {kernel::Symbol::formula, alone ? Op::facts.name : nullptr};
  }

 private:
  static bool is_argument(const kernel::Symbol& symbol) {
    return symbol.kind == kernel::Symbol::argument;
  }
  static bool is_argument(double) { return false; }
};

inline namespace FENCHEL_ARCH {
namespace kernel {

/// Whether Op computes its value and a partial together.
template <class Op>
inline constexpr bool has_both =
    Op::arity == 1 && requires(simd::Native<double> x) { Op::both(x); };

/// The primitive of the same input that the partial is, or null.
template <class Op>
const char* partner_of() {
  return Op::template partial<0>(Symbol{Symbol::result}, Symbol{Symbol::argument}).of_argument;
}

template <class Op, class T>
void joint_kernel(void* const* operands, const Instruction& instruction, std::int64_t n) {
  using Access = NumberAccess<T>;
  const auto x = stream<Access>(operands, instruction, 0);
  T* value = static_cast<T*>(operands[instruction.out]);
  T* partial = static_cast<T*>(operands[instruction.second]);
  std::int64_t i = 0;
  for (; i + Access::lanes <= n; i += Access::lanes) {
    const auto [y, p] = Op::both(Access::load(x.at(i)));
    Access::store(value + i, y);
    Access::store(partial + i, p);
  }
  if (i == n) return;
  const int left = static_cast<int>(n - i);
  const auto [y, p] = Op::both(Access::load_partial(x.at(i), left));
  Access::store_partial(value + i, y, left);
  Access::store_partial(partial + i, p, left);
}

template <class Op>
JointRow joint_row(const char* partner) {
  JointRow row{Op::facts.name, partner, {}};
  row.by_dtype[static_cast<int>(DType::float32)] = joint_kernel<Op, float>;
  row.by_dtype[static_cast<int>(DType::float64)] = joint_kernel<Op, double>;
  return row;
}

template <class Set>
void fill_joint(Set& set) {
  static JointRow rows[primitive::Elementwise::size];
  JointRow* row = rows;
  primitive::Elementwise::for_each([&]<class Op>() {
    if constexpr (has_both<Op>)
      if (const char* partner = partner_of<Op>()) *row++ = joint_row<Op>(partner);
  });
  set.joint = rows;
  set.joint_count = static_cast<int>(row - rows);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
