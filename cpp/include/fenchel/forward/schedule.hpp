// SPDX-License-Identifier: Apache-2.0
// What the statements of a plan can share. A cosine beside a differentiated sine of the same angle
// is there already; and where numbers are computed one at a time, statements of one elementary
// function that do not wait for each other are lanes of one packet.
#pragma once

#include <fenchel/forward/plan.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The earlier statement whose partial is the value of statement i, but for the sign; or -1.
template <class P>
constexpr short twin_of(std::size_t i) {
  const auto& at = P::Transcript::at;
  if (at[i].op < 0 || traits_at(at[i].op).twin < 0) return -1;
  const short wanted = traits_at(at[i].op).twin;
  for (std::size_t j = 0; j < i; ++j)
    if (at[j].op == wanted && at[j].from[0] == at[i].from[0] && P::partial[j][0] >= 0 &&
        traits_at(wanted).twin == at[i].op && P::matters[j])
      return static_cast<short>(j);
  return -1;
}

/// Whether statement i may share a packet.
template <class P>
constexpr bool groups(std::size_t i) {
  const short op = P::Transcript::at[i].op;
  return op >= 0 && traits_at(op).dear && P::matters[i] && twin_of<P>(i) < 0;
}

/// Whether statement l is of the same kind, and the operands of statement i are known there.
template <class P>
constexpr bool may_join(std::size_t i, std::size_t l) {
  const auto& at = P::Transcript::at;
  if (!groups<P>(l) || at[i].op != at[l].op) return false;
  for (const short from : at[i].from)
    if (from >= static_cast<short>(l)) return false;
  return true;
}

template <class P, int Lanes>
struct Schedule {
  static constexpr std::size_t size = static_cast<std::size_t>(P::Transcript::size);

  static constexpr auto twin = [] {
    std::array<short, size> found{};
    for (std::size_t i = 0; i < size; ++i) found[i] = twin_of<P>(i);
    return found;
  }();

  /// The statement at which statement i is computed, as one of at most `Lanes` lanes.
  static constexpr auto leader = [] {
    std::array<short, size> leads{};
    std::array<int, size> lanes{};
    for (std::size_t i = 0; i < size; ++i) {
      leads[i] = static_cast<short>(i);
      if (Lanes == 1 || !groups<P>(i)) continue;
      std::size_t l = 0;
      while (l < i &&
             (leads[l] != static_cast<short>(l) || lanes[l] >= Lanes || !may_join<P>(i, l)))
        ++l;
      leads[i] = static_cast<short>(l);
      ++lanes[l];
    }
    return leads;
  }();
};

/// The statements computed at statement Leader, itself first.
template <class S, short Leader>
struct Group {
  static constexpr std::size_t size = [] {
    std::size_t count = 0;
    for (const short l : S::leader) count += l == Leader;
    return count;
  }();
  static constexpr auto member = [] {
    std::array<short, size> all{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < S::size; ++i)
      if (S::leader[i] == Leader) all[at++] = static_cast<short>(i);
    return all;
  }();
};

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
