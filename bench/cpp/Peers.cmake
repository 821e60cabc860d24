# SPDX-License-Identifier: Apache-2.0
# Libraries to compare with, each if it is installed: CppAD (PyPI `cmeel-cppad`, Debian `cppad`),
# ADOL-C (Debian `libadolc-dev`), Stan Math (PyPI `httpstan`, which carries its headers). They are
# looked for in the system, in the active virtual environment, and in FENCHEL_BENCH_PEERS.
set(FENCHEL_BENCH_PEERS "" CACHE PATH "A folder, or a virtual environment, with other libraries")
file(GLOB peer_packages "${FENCHEL_BENCH_PEERS}/lib/python3*/site-packages"
                        "$ENV{VIRTUAL_ENV}/lib/python3*/site-packages")
set(peer_prefixes ${FENCHEL_BENCH_PEERS} ${FENCHEL_BENCH_PEERS}/usr ${peer_packages})
list(TRANSFORM peer_packages APPEND "/cmeel.prefix" OUTPUT_VARIABLE peer_cmeel)
list(TRANSFORM peer_packages APPEND "/httpstan" OUTPUT_VARIABLE peer_stan)
set(CMAKE_PREFIX_PATH ${CMAKE_PREFIX_PATH} ${peer_prefixes} ${peer_cmeel} ${peer_stan})

# fenchel_bench_peer(name header source flags...): one adapter, in a unit of its own, since their
# headers bring warnings of their own.
function(fenchel_bench_peer name include source)
  string(TOUPPER ${name} macro)
  if(NOT include)
    message(STATUS "bench: without ${name}, which is not installed")
    return()
  endif()
  message(STATUS "bench: ${name} in ${include}")
  add_library(peer_${name} OBJECT ${source})
  target_include_directories(peer_${name} SYSTEM PRIVATE "${include}")
  target_compile_features(peer_${name} PRIVATE cxx_std_20)
  target_compile_options(peer_${name} PRIVATE -march=${FENCHEL_BENCH_MARCH} ${ARGN})
  target_sources(fenchel_bench PRIVATE $<TARGET_OBJECTS:peer_${name}>)
  set_property(SOURCE main.cpp APPEND PROPERTY COMPILE_DEFINITIONS FENCHEL_BENCH_${macro})
endfunction()

find_path(CPPAD_INCLUDE cppad/cppad.hpp)
fenchel_bench_peer(cppad "${CPPAD_INCLUDE}" peers/cppad.cpp)
find_library(CPPAD_LIBRARY cppad_lib)
if(CPPAD_INCLUDE AND CPPAD_LIBRARY)
  target_link_libraries(fenchel_bench PRIVATE "${CPPAD_LIBRARY}")
endif()

find_path(ADOLC_INCLUDE adolc/adolc.h)
find_library(ADOLC_LIBRARY adolc)
if(ADOLC_INCLUDE AND ADOLC_LIBRARY)
  fenchel_bench_peer(adolc "${ADOLC_INCLUDE}" peers/adolc.cpp)
  target_link_libraries(fenchel_bench PRIVATE "${ADOLC_LIBRARY}")
else()
  fenchel_bench_peer(adolc "" peers/adolc.cpp)
endif()

find_path(STAN_INCLUDE stan/math/rev.hpp)
find_library(STAN_TBB NAMES tbb libtbb.so.2)
if(STAN_INCLUDE AND STAN_TBB)
  fenchel_bench_peer(stan "${STAN_INCLUDE}" peers/stan.cpp -w -D_REENTRANT -DBOOST_DISABLE_ASSERTS)
  target_link_libraries(fenchel_bench PRIVATE "${STAN_TBB}")
else()
  fenchel_bench_peer(stan "" peers/stan.cpp)
endif()
