# SPDX-License-Identifier: Apache-2.0
# Habits of our own build, which a project that embeds fenchel never sees.

find_program(FENCHEL_CCACHE ccache)
mark_as_advanced(FENCHEL_CCACHE)
if(FENCHEL_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${FENCHEL_CCACHE}")
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(FENCHEL_WARNINGS -Wall -Wextra -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC's own AVX-512 intrinsics start from deliberately uninitialized registers.
  list(APPEND FENCHEL_WARNINGS -Wno-maybe-uninitialized -Wno-uninitialized)
endif()
