// SPDX-License-Identifier: Apache-2.0
// The rows of one instruction set: compiled once for each, with its -march.
#include "composed.hpp"
#include "loops.hpp"

#include <fenchel/primitive/list.hpp>

#include <string_view>

namespace functions {
inline namespace FENCHEL_ARCH {
namespace {

/// The kernel of a primitive.
template <class Op>
struct Ours {
  template <class... V>
    requires(sizeof...(V) == Op::arity)
  static FENCHEL_INLINE auto at(V... x) {
    return Op::value(x...);
  }
};

template <class F, class Libmvec, class Sleef, class V>
Row row(const char* name, Tier tier, fenchel::Interval x, fenchel::Interval y) {
  constexpr bool is_double = sizeof(fenchel::simd::lane_t<V>) == 8;
  return {name,
          is_double,
          tier,
          {x.low, y.low},
          {x.high, y.high},
          loops<F, V>(),
          loops<Libmvec, V>(),
          loops<Sleef, V>()};
}

template <class F, class Libmvec, class Sleef>
void add(std::vector<Row>& rows, const char* name, Tier tier, fenchel::Interval x,
         fenchel::Interval y) {
  rows.push_back(row<F, Libmvec, Sleef, Doubles>(name, tier, x, y));
  rows.push_back(row<F, Libmvec, Sleef, Floats>(name, tier, x, y));
}

/// The rows of a primitive called `name`, if there is one.
template <class Name, class Libmvec, class Sleef>
void add_primitive(std::vector<Row>& rows, Tier tier) {
  fenchel::primitive::Elementwise::for_each([&]<class Op>() {
    if constexpr (Name::text() == std::string_view(Op::facts.name)) {
      const auto x = Op::facts.probe_of(0), y = Op::facts.probe_of(1);
      add<Ours<Op>, Libmvec, Sleef>(rows, Op::facts.name, tier, x, y);
    }
  });
}

std::vector<Row> all_rows() {
  std::vector<Row> rows;
#define FENCHEL_BENCH_FUNCTION(function, tier, libmvec_type, sleef_type) \
  {                                                                      \
    struct Name {                                                        \
      static constexpr std::string_view text() { return #function; }     \
    };                                                                   \
    add_primitive<Name, libmvec_type, sleef_type>(rows, Tier::tier);     \
  }
#include "table.inc"
#undef FENCHEL_BENCH_FUNCTION
  add<OurSincos, libmvec::sincos, sleef::sincos>(rows, "sincos", Tier::joint, {}, {});
  return rows;
}

}  // namespace
}  // namespace FENCHEL_ARCH

#if FENCHEL_SIMD_BYTES == 64
std::vector<Row> rows_v4() { return all_rows(); }
#elif FENCHEL_SIMD_BYTES == 32
std::vector<Row> rows_v3() { return all_rows(); }
#else
std::vector<Row> rows_v2() { return all_rows(); }
#endif

}  // namespace functions
