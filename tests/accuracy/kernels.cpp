// SPDX-License-Identifier: Apache-2.0
// The kernels of one instruction set: every arithmetic primitive of one or two arguments, without
// exception. Nothing but `set_<name>` leaves this unit, so no other set's code can replace it.
#include "kernels.hpp"

#include <fenchel/primitive/list.hpp>
#include <string_view>

#include "measure.hpp"

namespace accuracy {
namespace {

namespace primitive = fenchel::primitive;
namespace simd = fenchel::simd;

// A test that plants a fault compiles the one function it breaks.
#ifdef FENCHEL_ACCURACY_ONLY
constexpr std::string_view only = FENCHEL_ACCURACY_ONLY;
#else
constexpr std::string_view only = "";
#endif

template <class Op>
constexpr bool measured = Op::facts.signature == fenchel::Signature::arithmetic && Op::arity <= 2 &&
                          (only.empty() || only == Op::facts.name);

template <class Op, class V>
FENCHEL_INLINE V at(const V (&x)[2]) {
  if constexpr (Op::arity == 1) return primitive::apply<Op>(x[0]);
  else return primitive::apply<Op>(x[0], x[1]);
}

template <class Op, class T>
void run(const T* const* x, T* y, std::size_t n) {
  using V = simd::Native<T>;
  std::size_t i = 0;
  for (; i + V::lanes <= n; i += V::lanes) {
    V point[2];
    for (int input = 0; input < Op::arity; ++input) point[input] = simd::load<V>(x[input] + i);
    simd::store<V>(y + i, at<Op>(point));
  }
  if (i == n) return;
  V point[2];
  for (int input = 0; input < Op::arity; ++input)
    point[input] = simd::load_partial<V>(x[input] + i, int(n - i));
  simd::store_partial<V>(y + i, at<Op>(point), int(n - i));
}

template <int Count>
struct Table {
  Kernel rows[Count];
};

template <class... Op>
constexpr auto table_of(primitive::TypeList<Op...>*) {
  Table<(0 + ... + int(measured<Op>))> table{};
  int at = 0;
  const auto add = [&]<class One>() {
    if constexpr (measured<One>)
      table.rows[at++] = {&One::facts, One::arity, One::facts.bound(simd::has_fma),
                          run<One, double>, run<One, float>};
  };
  (add.template operator()<Op>(), ...);
  return table;
}

constexpr auto table = table_of(static_cast<primitive::Elementwise*>(nullptr));

}  // namespace

#define FENCHEL_JOINED(a, b) a##b
#define FENCHEL_SET_SYMBOL(name) FENCHEL_JOINED(set_, name)
#define FENCHEL_TEXT(name) #name
#define FENCHEL_SET_TEXT(name) FENCHEL_TEXT(name)
extern const Set FENCHEL_SET_SYMBOL(FENCHEL_ACCURACY_SET);
const Set FENCHEL_SET_SYMBOL(FENCHEL_ACCURACY_SET) = {
    FENCHEL_SET_TEXT(FENCHEL_ACCURACY_SET), simd::has_fma, table.rows,
    int(sizeof(table.rows) / sizeof(Kernel)), measure};

}  // namespace accuracy
