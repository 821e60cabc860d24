# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone, and all of them can be included by two units of one program.

set(include_dir "${PROJECT_SOURCE_DIR}/cpp/include")
set(generated_dir "${CMAKE_CURRENT_BINARY_DIR}/headers")
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${include_dir}" "${include_dir}/*.hpp")

# Writes a file only when it changes, so that configuring again rebuilds nothing.
function(fenchel_write path content)
  file(CONFIGURE OUTPUT "${path}" CONTENT "${content}" @ONLY)
endfunction()

set(units "")
foreach(header IN LISTS headers)
  string(REPLACE "/" "__" unit "${generated_dir}/alone/${header}.cpp")
  string(REPLACE "/" "__" unit "${header}")
  set(unit "${generated_dir}/alone/${unit}.cpp")
  fenchel_write("${unit}" "#include <${header}>\n#include <${header}>  // guarded\n")
  list(APPEND units "${unit}")
endforeach()
add_library(fenchel_header_alone OBJECT ${units})
target_link_libraries(fenchel_header_alone PRIVATE fenchel::fenchel Eigen3::Eigen)
fenchel_test_part(fenchel_header_alone -O0)

# The umbrellas are the headers directly under fenchel/.
set(includes "")
foreach(header IN LISTS headers)
  if(header MATCHES "^fenchel/[^/]+\\.hpp$")
    string(APPEND includes "#include <${header}>\n")
  endif()
endforeach()
fenchel_write("${generated_dir}/two_units/first.cpp" "${includes}int main() {}\n")
fenchel_write("${generated_dir}/two_units/second.cpp" "${includes}")

# fenchel_add_two_units(name libraries...)
function(fenchel_add_two_units name)
  add_executable(${name} "${generated_dir}/two_units/first.cpp"
                         "${generated_dir}/two_units/second.cpp")
  target_link_libraries(${name} PRIVATE ${ARGN})
  fenchel_test_part(${name} -O0)
  add_test(NAME ${name} COMMAND ${name})
endfunction()
fenchel_add_two_units(two_units_runtime fenchel::runtime)
fenchel_add_two_units(two_units_header_only fenchel::fenchel Eigen3::Eigen Threads::Threads)
target_compile_definitions(two_units_header_only PRIVATE FENCHEL_HEADER_ONLY)
