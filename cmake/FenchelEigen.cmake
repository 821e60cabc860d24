# SPDX-License-Identifier: Apache-2.0
# Finds Eigen, which the runtime and nothing else needs.

# The PyPI package cmeel-eigen keeps its files in <site-packages>/cmeel.prefix, where a plain
# find_package does not look: in an isolated build only <site-packages> is on the prefix path.
function(fenchel_find_eigen)
  if(TARGET Eigen3::Eigen)
    return()
  endif()
  set(prefixes ${CMAKE_PREFIX_PATH})
  if(DEFINED ENV{CMAKE_PREFIX_PATH})
    string(REPLACE ":" ";" from_environment "$ENV{CMAKE_PREFIX_PATH}")
    list(APPEND prefixes ${from_environment})
  endif()
  if(DEFINED ENV{VIRTUAL_ENV})
    file(GLOB site_packages "$ENV{VIRTUAL_ENV}/lib/python3*/site-packages")
    list(APPEND prefixes ${site_packages})
  endif()
  list(TRANSFORM prefixes APPEND "/cmeel.prefix")
  list(APPEND CMAKE_PREFIX_PATH ${prefixes})
  find_package(Eigen3 3.4 CONFIG QUIET)
  if(NOT TARGET Eigen3::Eigen)
    find_package(Eigen3 5 CONFIG QUIET)
  endif()
endfunction()
