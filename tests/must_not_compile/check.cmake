# SPDX-License-Identifier: Apache-2.0
# cmake -DCOMPILER=c++ -DSOURCE=file.cpp -DINCLUDE_DIR=dir -P check.cmake

file(STRINGS "${SOURCE}" expectation REGEX "^// expect: ")
if(NOT expectation)
  message(FATAL_ERROR "${SOURCE} has no line `// expect: sentence`.")
endif()
string(REGEX REPLACE "^// expect: " "" sentence "${expectation}")

# A diagnosis by #warning counts as one.
set(command "${COMPILER}" -std=c++20 -fsyntax-only -Werror=cpp "-I${INCLUDE_DIR}" "${SOURCE}")
execute_process(COMMAND ${command} RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} does not compile as it stands:\n${errors}")
endif()

execute_process(COMMAND ${command} -DMUST_NOT_COMPILE RESULT_VARIABLE status ERROR_VARIABLE errors)
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles with MUST_NOT_COMPILE defined.")
endif()
string(FIND "${errors}" "${sentence}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "${SOURCE} fails without saying `${sentence}`:\n${errors}")
endif()
