// SPDX-License-Identifier: Apache-2.0
// Every error of fenchel leaves through `fail`: it throws, or, built with -fno-exceptions, calls a
// handler that the program may replace and that must not return.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace fenchel {

/// Shapes that do not fit, axes out of range, sizes that overflow. Python: ValueError.
struct ShapeError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// A value of the wrong kind: dtype, number of arguments. Python: TypeError.
struct TypeError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// An index outside its axis. Python: IndexError.
struct IndexError : std::out_of_range {
  using std::out_of_range::out_of_range;
};

/// A matrix that an operation cannot take: singular, or not positive definite. Python: LinAlgError.
struct LinAlgError : std::domain_error {
  using std::domain_error::domain_error;
};

/// The value of a traced quantity was asked for while it has none. Python: TracedValueError.
struct TracedValueError : std::logic_error {
  using std::logic_error::logic_error;
};

using ErrorHandler = void (*)(const char* message);

inline ErrorHandler& error_handler() {
  static ErrorHandler handler = [](const char* message) {
    std::fprintf(stderr, "fenchel: %s\n", message);
    std::abort();
  };
  return handler;
}

template <class E>
[[noreturn]] inline void fail(const std::string& message) {
#if defined(__cpp_exceptions)
  throw E(message);
#else
  error_handler()(message.c_str());
  std::abort();
#endif
}

}  // namespace fenchel
