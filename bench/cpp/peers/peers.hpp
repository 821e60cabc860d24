// SPDX-License-Identifier: Apache-2.0
// Other libraries, those that CMake found.
#pragma once

#include "../gradients.hpp"

#include <string_view>
#include <vector>

struct Peer {
  const char* name;
  Gradient (*find)(std::string_view workload);  ///< null if it does not have this one
};

namespace peers {
Peer cppad();
Peer adolc();
Peer stan();

inline std::vector<Peer> installed() {
  std::vector<Peer> all;
#ifdef FENCHEL_BENCH_CPPAD
  all.push_back(cppad());
#endif
#ifdef FENCHEL_BENCH_ADOLC
  all.push_back(adolc());
#endif
#ifdef FENCHEL_BENCH_STAN
  all.push_back(stan());
#endif
  return all;
}
}  // namespace peers
