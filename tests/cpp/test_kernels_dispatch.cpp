// SPDX-License-Identifier: Apache-2.0
// The choice of an instruction set: what can run, what the environment may ask for, complete
// tables.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fenchel/execute/dispatch.hpp>
#include <string>

using fenchel::KernelSet;

namespace {

/// What kernels() chooses, or complains about, in a process with this FENCHEL_CPU.
std::string chosen_with(const char* name) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    setenv("FENCHEL_CPU", name, 1);
    std::string text;
    try {
      text = fenchel::kernels().name;
    } catch (const std::invalid_argument& error) {
      text = std::string("error: ") + error.what();
    }
    _exit(write(ends[1], text.data(), text.size()) < 0);
  }
  close(ends[1]);
  char text[512];
  const auto n = read(ends[0], text, sizeof text);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return std::string(text, static_cast<std::size_t>(n > 0 ? n : 0));
}

}  // namespace

TEST_CASE("FENCHEL_CPU chooses a set by its long or short name; without it the best is taken") {
  const auto names = fenchel::kernel_sets();
  REQUIRE(!names.empty());
  for (const std::string name : names) {
    CHECK(chosen_with(name.c_str()) == name);
    if (name.starts_with("x86-64-")) CHECK(chosen_with(name.substr(7).c_str()) == name);
  }
  CHECK(chosen_with("") == names.back());
}

TEST_CASE("an unknown set is an error that names those that can run") {
  for (const char* unknown : {"avx9", "x86-64-v9", "86-64-v2", "-v2"}) {
    const std::string text = chosen_with(unknown);
    CHECK(text.find("error: the instruction set '" + std::string(unknown) + "' is unknown") == 0);
    CHECK(text.find(fenchel::kernel_sets()[0]) != std::string::npos);
  }
}

TEST_CASE("a set that this processor cannot run is refused") {
  for (const char* name : {"x86-64-v2", "x86-64-v3", "x86-64-v4"}) {
    bool runs = false;
    for (const std::string runnable : fenchel::kernel_sets()) runs |= runnable == name;
    CHECK((chosen_with(name).find("error") == 0) != runs);
  }
}

TEST_CASE("every set is complete") {
  for (const char* name : fenchel::kernel_sets()) {
    const KernelSet& set = fenchel::kernel_set(name);
    CHECK(std::string(set.name) == name);
    for (int from = 0; from < 4; ++from)
      for (int to = 0; to < 4; ++to) CHECK((set.cast[from][to].block && set.cast[from][to].scalar));
    for (int size : {1, 4, 8}) {
      CHECK((set.copy[size].block && set.copy[size].scalar));
      CHECK((set.load[size] != nullptr));
    }
    for (const auto& by_dtype : set.fold)
      for (int dtype = 1; dtype < 4; ++dtype)
        CHECK((by_dtype[dtype].begin != nullptr && by_dtype[dtype].feed != nullptr));
    CHECK((set.matmul[2] != nullptr && set.matmul[3] != nullptr));
  }
}

TEST_CASE("every elementwise operation has its row") {
  for (int op = 0; op < fenchel::operation_count(); ++op) {
    const auto& info = fenchel::info(static_cast<fenchel::OpId>(op));
    const fenchel::ElementRow* row = fenchel::element_row_of(static_cast<fenchel::OpId>(op));
    CAPTURE(info.name);
    const bool derived = info.role == fenchel::Role::elementwise && op != fenchel::op::cast;
    CHECK((row != nullptr) == derived);
    if (row) CHECK(row->name == info.name);
  }
}
