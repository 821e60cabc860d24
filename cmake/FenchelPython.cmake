# SPDX-License-Identifier: Apache-2.0
# fenchel._core, the compiled half of the Python package.

find_package(Python 3.10 REQUIRED COMPONENTS Interpreter Development.Module)
# An isolated build has pybind11 on the prefix path; otherwise the interpreter may know one.
execute_process(
  COMMAND "${Python_EXECUTABLE}" -m pybind11 --cmakedir
  OUTPUT_VARIABLE pybind11_hint OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
find_package(pybind11 3.1 CONFIG REQUIRED HINTS "${pybind11_hint}")

file(GLOB python_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/python/src/*.cpp")
pybind11_add_module(_core MODULE NO_EXTRAS ${python_sources})
target_link_libraries(_core PRIVATE fenchel_runtime)
fenchel_compiled_part(_core ${FENCHEL_BASELINE_FLAGS})
install(TARGETS _core DESTINATION fenchel)
