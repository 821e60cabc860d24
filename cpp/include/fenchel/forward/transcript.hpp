// SPDX-License-Identifier: Apache-2.0
// A function written down while it is compiled: a carrier that records instead of computing. What a
// lambda without captures and without branches on its arguments does is known to the compiler as a
// list of statements, from which its derivatives are made as straight-line code.
#pragma once

#include <array>
#include <cstddef>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// One value: an input, a constant, or the result of a primitive on earlier values.
struct Statement {
  enum : short { input = -1, constant = -2 };
  short op = input;  ///< position in primitive::Elementwise, or one of these
  short from[3] = {-1, -1, -1};
  double number = 0;  ///< of a constant
};

/// More statements than that are left to the carriers that need no transcript.
inline constexpr int most_statements = 640;

struct Notebook {
  Statement at[most_statements] = {};
  int size = 0;

  constexpr short write(const Statement& s) {
    at[size] = s;  // past the end is no constant expression: the function is then not recordable
    return static_cast<short>(size++);
  }
};

/// Anything of which a constant expression cannot be made.
inline void not_recordable() {}

}  // namespace forward

/// A value of the function being written down. Without a notebook it is a number. It stands here
/// for the operators of fenchel to be found.
struct Recorded {
  forward::Notebook* book = nullptr;
  short id = -1;
  double number = 0;

  constexpr Recorded() = default;
  constexpr Recorded(forward::Notebook& b, short i) : book(&b), id(i) {}
  template <class U>
    requires(primitive::Scalar<U>)
  constexpr Recorded(U v) : number(static_cast<double>(v)) {}  // NOLINT: numbers lift

  /// A branch on a value would have to be taken anew at every call.
  explicit operator bool() const { return false; }

  constexpr short in(forward::Notebook& b) const {
    return book ? id : b.write({.op = forward::Statement::constant, .number = number});
  }
};

namespace forward {

/// A primitive on constants alone; functions are not computed by the compiler.
template <class Op>
constexpr Recorded fold(double a, double b = 0, double = 0) {
  if constexpr (std::is_same_v<Op, primitive::Add>) return a + b;
  else if constexpr (std::is_same_v<Op, primitive::Subtract>) return a - b;
  else if constexpr (std::is_same_v<Op, primitive::Multiply>) return a * b;
  else if constexpr (std::is_same_v<Op, primitive::Divide>) return a / b;
  else if constexpr (std::is_same_v<Op, primitive::Negative>) return -a;
  else return not_recordable(), Recorded();
}

template <class Op, class... A>
constexpr Recorded record(const A&... a) {
  Notebook* book = nullptr;
  ((a.book ? void(book = a.book) : void()), ...);
  if (!book) return fold<Op>(a.number...);
  Statement s{.op = static_cast<short>(primitive::Elementwise::index_of<Op>())};
  if (s.op < 0) not_recordable();  // a primitive that is not in the list
  int input = 0;
  ((s.from[input++] = a.in(*book)), ...);
  return Recorded(*book, book->write(s));
}

}  // namespace forward
}  // namespace FENCHEL_ARCH

template <>
struct Carrier<Recorded> {
  static constexpr int rank = 1000;

  template <class Op, class... A>
  static constexpr auto apply(const A&... a) {
    return forward::record<Op>(Recorded(a)...);
  }
  /// Which of two values is known where the condition is.
  template <class Op, class A, class B>
  static constexpr auto apply(bool condition, const A& a, const B& b) {
    return condition ? Recorded(a) : Recorded(b);
  }
};

inline namespace FENCHEL_ARCH {
constexpr Recorded& operator+=(Recorded& a, const Recorded& b) { return a = a + b; }
constexpr Recorded& operator-=(Recorded& a, const Recorded& b) { return a = a - b; }
constexpr Recorded& operator*=(Recorded& a, const Recorded& b) { return a = a * b; }
constexpr Recorded& operator/=(Recorded& a, const Recorded& b) { return a = a / b; }

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
