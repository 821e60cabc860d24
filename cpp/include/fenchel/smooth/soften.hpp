// SPDX-License-Identifier: Apache-2.0
// Smoothing of programs: an interpretation in which a comparison is a probability and a branch an
// expectation. Book sections 5.2 to 5.6.
#pragma once

#include <fenchel/program/program.hpp>
#include <fenchel/smooth/scale.hpp>

namespace fenchel {

/// The results with every step, kink and branch on floating arguments rounded off on the length
/// `scale`, operation by operation ("local" smoothing: truth values count as independent).
///
/// Only what a derivative could flow through is smoothed: integer arguments stay hard, and the
/// value of a `stop_gradient` is what the hard program has there. A result that was a truth value
/// is its probability; a whole number that counted truth values is its expectation.
///
/// Raises TypeError at an operation that needs a hard truth value but gets a probability, and at
/// one that is piecewise constant and has no rule.
Vars soften(const Program& program, Inputs arguments, const Scale& scale);

/// A value of the interpretation.
struct Soft {
  enum Kind : unsigned char {
    fixed,      ///< no derivative flows through it
    moving,     ///< a number
    indicator,  ///< a number between 0 and 1 that stands for 0 or 1
    truth,      ///< the probability that a truth value holds
  };
  Var value;
  Kind kind = fixed;
  Var hard = {};  ///< the value in the hard program, if it differs and stop_gradient asks for it
};

using SoftInputs = std::span<const Soft>;

/// What becomes of one operation, some input of which is not fixed.
using SoftenRule = Soft (*)(const Node& node, SoftInputs x, const Scale& scale);
/// Gives an operation its rule, in place of one it has. Without one it runs unchanged if it is
/// differentiable in every input that moves, and is refused otherwise.
void add_soften_rule(const char* operation, SoftenRule rule);

}  // namespace fenchel
