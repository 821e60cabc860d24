// SPDX-License-Identifier: Apache-2.0
// What the planner of derivatives asks of a primitive, as a table over the list of primitives.
#pragma once

#include <fenchel/forward/transcript.hpp>
#include <fenchel/primitive/chain.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

struct Traits {
  unsigned active = 0;        ///< bit k: there is a derivative by input k
  signed char unit[3] = {};   ///< +1 or -1 where that is all the derivative is
  bool truth = false;         ///< the result is a truth value
  bool singular = false;      ///< a partial may be infinite: zeros win over it
  bool chooses = false;       ///< the zeros it sends on win over what comes after
  bool dear = false;          ///< a polynomial, not an instruction
  bool paired = false;        ///< value and partial share work
  short twin = -1;            ///< the primitive whose value its partial is (sin: cos) ...
  signed char twin_sign = 1;  ///< ... but for the sign
};

/// The partial of a primitive of one input, written down: value 0 is x, value 1 is y.
template <class Op>
constexpr Notebook partial_notes() {
  Notebook book;
  const Recorded x(book, book.write({})), y(book, book.write({}));
  Op::template partial<0>(y, x).in(book);
  return book;
}
template <class Op>
concept TellsPartial =
    Op::arity == 1 && requires { typename std::bool_constant<(partial_notes<Op>().size > 0)>; };

/// Finds cos for sin, and -sin for cos.
template <class Op>
constexpr void find_twin(Traits& traits) {
  if constexpr (TellsPartial<Op>) {
    constexpr Notebook book = partial_notes<Op>();
    constexpr short negative = primitive::Elementwise::index_of<primitive::Negative>();
    const Statement &first = book.at[2], &second = book.at[3];
    const bool of_x = first.op >= 0 && first.from[0] == 0 && first.from[1] < 0;
    const bool negated = book.size == 4 && second.op == negative && second.from[0] == 2;
    if (!of_x || (book.size != 3 && !negated)) return;
    traits.twin = first.op;
    traits.twin_sign = negated ? -1 : 1;
  }
}

template <class Op>
constexpr Traits traits_of() {
  using enum Signature;
  constexpr Facts facts = Op::facts;
  Traits traits;
  traits.truth = facts.signature == comparison || facts.signature == logical;
  traits.active = traits.truth ? 0 : facts.active & ((1u << Op::arity) - 1);
  traits.singular = facts.singular;
  traits.chooses = facts.chooses;
  traits.dear = facts.max_ulp > 0.5;
  traits.paired = requires(double x) { Op::both(x); };
  if (std::is_same_v<Op, primitive::Add>) traits.unit[0] = traits.unit[1] = 1;
  if (std::is_same_v<Op, primitive::Subtract>) traits.unit[0] = 1, traits.unit[1] = -1;
  if (std::is_same_v<Op, primitive::Negative>) traits.unit[0] = -1;
  if constexpr (requires(double x) { Op::both(x); }) find_twin<Op>(traits);
  return traits;
}

template <class List>
struct TraitsTable;
template <class... Op>
struct TraitsTable<primitive::TypeList<Op...>> {
  static constexpr std::array<Traits, sizeof...(Op)> at{traits_of<Op>()...};
};

constexpr const Traits& traits_at(short op) {
  return TraitsTable<primitive::Elementwise>::at[static_cast<std::size_t>(op)];
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
