// SPDX-License-Identifier: Apache-2.0
// Numbers a + b d with an unknown d. A partial derivative evaluated at one, with d the unknown rest
// of the value y, says at once how it depends on y; nearly all partials do so linearly or not at
// all (exp, sigmoid, sin), and what is not linear says so.
#pragma once

#include <fenchel/forward/rule.hpp>
#include <fenchel/primitive/list.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class S>
struct Affine {
  using value_of = S;

  S value{}, slope{};
  bool depends = false;    ///< on d
  bool nonlinear = false;  ///< the slope means nothing

  Affine() = default;
  Affine(const S& v) : value(v), slope(0.0) {}  // NOLINT: numbers lift
  Affine(const S& v, const S& s) : value(v), slope(s), depends(true) {}
  template <class U>
    requires(primitive::Scalar<U> && !std::is_same_v<U, S>)
  Affine(U v) : Affine(S(v)) {}  // NOLINT: numbers lift
};

template <class S, class A>
Affine<S> as_affine(const A& a) {
  if constexpr (std::is_same_v<A, Affine<S>>) return a;
  else return Affine<S>(S(a));
}

/// A primitive on numbers of which at least one depends on d.
template <class Op, class S>
Affine<S> depending(Affine<S> y, const Affine<S>& a) {
  if constexpr (std::is_same_v<Op, primitive::Negative>) y.slope = -a.slope;
  else y.nonlinear = true;
  return y;
}
template <class Op, class S>
Affine<S> depending(Affine<S> y, const Affine<S>& a, const Affine<S>& b) {
  using namespace primitive;
  if constexpr (std::is_same_v<Op, Add> || std::is_same_v<Op, Subtract>)
    y.slope = primitive::apply<Op>(a.slope, b.slope);
  else if (std::is_same_v<Op, Multiply> && !(a.depends && b.depends))
    y.slope = a.depends ? a.slope * b.value : a.value * b.slope;
  else if (std::is_same_v<Op, Divide> && !b.depends) y.slope = a.slope / b.value;
  else y.nonlinear = true;
  return y;
}

template <class Op, class S, class... A>
Affine<S> on_affine(const A&... a) {
  Affine<S> y(S(primitive::apply<Op>(a.value...)));
  y.depends = (a.depends || ...);
  y.nonlinear = (a.nonlinear || ...);
  if (!y.depends || y.nonlinear) return y;
  return depending<Op, S>(y, a...);
}

template <class S, class M>
Affine<S> chosen(const M& mask, const Affine<S>& a, const Affine<S>& b) {
  using primitive::Where;
  Affine<S> y(S(primitive::apply<Where>(mask, a.value, b.value)));
  y.slope = primitive::apply<Where>(mask, a.slope, b.slope);
  y.depends = a.depends || b.depends;
  y.nonlinear = a.nonlinear || b.nonlinear;
  return y;
}

}  // namespace forward
}  // namespace FENCHEL_ARCH

template <class S>
struct Carrier<forward::Affine<S>> {
  static constexpr int rank = Carrier<S>::rank + 1;

  template <class Op, class... A>
  static auto apply(const A&... a) {
    using namespace forward;
    if constexpr (Op::facts.signature == Signature::comparison)
      return primitive::apply<Op>(as_affine<S>(a).value...);
    else if constexpr (Op::facts.signature == Signature::selection)
      return [](const auto& mask, const auto& x, const auto& y) {
        return chosen<S>(mask, as_affine<S>(x), as_affine<S>(y));
      }(a...);
    else return on_affine<Op, S>(as_affine<S>(a)...);
  }
};

}  // namespace fenchel
