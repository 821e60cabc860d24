// SPDX-License-Identifier: Apache-2.0
// Through which results of a subprogram a derivative flows.
#pragma once

#include <fenchel/program/program.hpp>
#include <vector>

namespace fenchel {

using Flags = std::vector<unsigned char>;

/// The results that depend on the flagged parameters by floats.
Flags reached_results(const Program& program, const Flags& parameters);

inline Flags concat(Flags a, const Flags& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
inline Vars concat(Vars a, const Vars& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
/// The variables whose flag is set.
inline Vars flagged(const Vars& x, const Flags& flags) {
  Vars out;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (flags[i]) out.push_back(x[i]);
  return out;
}
inline Flags given(const Vars& x) {
  Flags out;
  for (const Var& var : x) out.push_back(static_cast<bool>(var));
  return out;
}
/// Reads lists that stand one after another.
template <class T>
class Parts {
 public:
  explicit Parts(std::span<const T> all) : left_(all) {}
  std::vector<T> take(std::size_t count) {
    const auto part = left_.first(count);
    left_ = left_.subspan(count);
    return {part.begin(), part.end()};
  }

 private:
  std::span<const T> left_;
};

}  // namespace fenchel
