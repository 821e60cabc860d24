// SPDX-License-Identifier: Apache-2.0
// Fenchel-Young losses: what a regularizer says about scores when the answer is known.
#pragma once

#include <fenchel/smooth/regularizer.hpp>
#include <fenchel/smooth/scale.hpp>

namespace fenchel {

/// gamma conjugate(theta / gamma) + gamma omega(y) - <theta, y> for every row of scores (the last
/// axis of theta): not negative, convex in theta, and 0 exactly where y is the soft argmax of
/// theta. `y` holds a label for every row, or, in the shape of theta, a point of the simplex.
/// Book 18.4.
///
/// Raises ShapeError if y fits neither, invalid_argument for a known label out of range; a label
/// that is only known when the program runs raises IndexError then.
Var fenchel_young_loss(const Var& theta, const Var& y, const Regularizer& regularizer,
                       const Scale& gamma = 1.0);

}  // namespace fenchel
