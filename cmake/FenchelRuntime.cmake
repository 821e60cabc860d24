# SPDX-License-Identifier: Apache-2.0
# fenchel::runtime, the static library behind the Python package.

include(CheckCXXSourceCompiles)
include(FenchelEigen)

if(MSVC)
  message(FATAL_ERROR "fenchel::runtime needs GCC >= 12 or clang >= 16.")
endif()
fenchel_find_eigen()
if(NOT TARGET Eigen3::Eigen)
  message(
    FATAL_ERROR
      "fenchel::runtime needs Eigen 3.4. Install one of: `python -m pip install cmeel-eigen` (in an "
      "active virtual environment), `apt-get install libeigen3-dev`; or point Eigen3_DIR at yours. "
      "The headers alone need no Eigen: -DFENCHEL_BUILD_RUNTIME=OFF.")
endif()
find_package(Threads REQUIRED)

check_cxx_source_compiles(
  "#ifndef __x86_64__\n#error other processor\n#endif\nint main() {}" FENCHEL_IS_X86_64)
if(FENCHEL_IS_X86_64)
  set(kernel_sets v2 v3 v4)
  set(baseline "x86-64-v2")
else()
  set(kernel_sets base)
  set(baseline "")
endif()
set(FENCHEL_KERNEL_SETS "${kernel_sets}" CACHE STRING "Instruction sets with kernels of their own")
set(FENCHEL_BASELINE "${baseline}" CACHE STRING "-march of everything that is not a kernel")

# What all compiled parts share: nothing of ours is visible outside the module that links it, and
# no expression is contracted into a fused multiply-add behind our back, nor any other liberty taken
# that a project around us may have asked for.
set(FENCHEL_CODE_FLAGS -ffp-contract=off -fno-fast-math)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND FENCHEL_CODE_FLAGS -fno-gnu-unique)
endif()
set(FENCHEL_BASELINE_FLAGS ${FENCHEL_CODE_FLAGS})
if(FENCHEL_BASELINE)
  list(APPEND FENCHEL_BASELINE_FLAGS "-march=${FENCHEL_BASELINE}")
endif()

function(fenchel_compiled_part target)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:Eigen3::Eigen> Threads::Threads)
  set_target_properties(
    ${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON
                         CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE ${FENCHEL_WARNINGS} ${ARGN})
endfunction()

# One object library per instruction set. Eigen's namespace is renamed in each, so that its inline
# functions, compiled for different sets, are different functions to the linker. Always -O2: without
# inlining, small functions of plain headers would become symbols that the sets share. Integers wrap.
file(GLOB kernel_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/cpp/src/kernels/*.cpp")
set(elementwise_sources ${kernel_sources})
list(FILTER elementwise_sources INCLUDE REGEX "/elementwise_[0-9]+\\.cpp$")
function(fenchel_add_kernels set)
  set(target fenchel_kernels_${set})
  add_library(${target} OBJECT ${kernel_sources})
  target_link_libraries(${target} PRIVATE fenchel)
  target_compile_definitions(${target} PRIVATE FENCHEL_KERNEL_SET=${set} Eigen=Eigen_${set})
  set(flags ${FENCHEL_CODE_FLAGS} -fwrapv -O2)
  # Sanitized kernels take minutes to compile: only those of the set that is tested are, and the
  # elementwise ones not at all; their tests put every operand at the end of a page.
  if(DEFINED CACHE{FENCHEL_TEST_SETS} AND NOT set IN_LIST FENCHEL_TEST_SETS)
    list(APPEND flags -fno-sanitize=all)
  endif()
  if(NOT set STREQUAL "base")
    list(APPEND flags "-march=x86-64-${set}")
  endif()
  fenchel_compiled_part(${target} ${flags})
  set_source_files_properties(${elementwise_sources} PROPERTIES COMPILE_OPTIONS
                                                                -fno-sanitize=all)
endfunction()

file(GLOB runtime_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/cpp/src/*.cpp")
add_library(fenchel_runtime STATIC ${runtime_sources})
add_library(fenchel::runtime ALIAS fenchel_runtime)
target_link_libraries(fenchel_runtime PUBLIC fenchel)
fenchel_compiled_part(fenchel_runtime ${FENCHEL_BASELINE_FLAGS})
foreach(set IN LISTS FENCHEL_KERNEL_SETS)
  target_compile_definitions(fenchel_runtime PUBLIC FENCHEL_KERNELS_${set}=1)
endforeach()
if(kernel_sources)
  foreach(set IN LISTS FENCHEL_KERNEL_SETS)
    fenchel_add_kernels(${set})
    target_sources(fenchel_runtime PRIVATE $<TARGET_OBJECTS:fenchel_kernels_${set}>)
  endforeach()
endif()
