// SPDX-License-Identifier: Apache-2.0
// The kernels of an elementwise primitive, derived from its struct: one a type, for any mixture of
// arrays and scalars, since an operand's stride of 0 or 1 is data.
#pragma once

#include <fenchel/execute/kernel/scalar.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// Elements of an input in order, or one of them again and again.
template <class Access>
struct Stream {
  const typename Access::Item* data;
  std::int64_t stride;
  FENCHEL_INLINE const typename Access::Item* at(std::int64_t i) const { return data + i * stride; }
};

template <class Op, class Out, class... In>
FENCHEL_INLINE void apply_elementwise(typename Out::Item* out, std::int64_t n, Stream<In>... x) {
  std::int64_t i = 0;
  for (; i + Out::lanes <= n; i += Out::lanes) Out::store(out + i, Op::value(In::load(x.at(i))...));
  if (i == n) return;
  const int left = static_cast<int>(n - i);
  Out::store_partial(out + i, Op::value(In::load_partial(x.at(i), left)...), left);
}

template <class Access>
FENCHEL_INLINE Stream<Access> stream(void* const* operands, const Instruction& instruction, int k) {
  return {static_cast<const typename Access::Item*>(operands[instruction.in[k]]),
          instruction.stride[k]};
}

template <class Op, class T>
void element_kernel(void* const* operands, const Instruction& instruction, std::int64_t n) {
  [&]<int... K>(std::integer_sequence<int, K...>) {
    using Out = decltype(access_of<Op, T, -1>());
    auto* out = static_cast<typename Out::Item*>(operands[instruction.out]);
    apply_elementwise<Op, Out>(
        out, n, stream<decltype(access_of<Op, T, K>())>(operands, instruction, K)...);
  }(std::make_integer_sequence<int, Op::arity>{});
}

template <class Op, class T>
constexpr ElementKernels element_kernels() {
  return with_scalar_kernels<Op, T>(element_kernel<Op, T>);
}

/// The row of Op: the element types it can be asked for, by DType.
template <class Op>
constexpr ElementRow element_row() {
  ElementRow row{Op::facts.name, {}};
  if constexpr (Op::facts.signature == Signature::logical) {
    row.by_dtype[static_cast<int>(DType::boolean)] = element_kernels<Op, unsigned char>();
  } else {
    if constexpr (Op::facts.integers)
      row.by_dtype[static_cast<int>(DType::int64)] = element_kernels<Op, std::int64_t>();
    row.by_dtype[static_cast<int>(DType::float32)] = element_kernels<Op, float>();
    row.by_dtype[static_cast<int>(DType::float64)] = element_kernels<Op, double>();
  }
  return row;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
