# SPDX-License-Identifier: Apache-2.0
# Headers and the package for find_package(fenchel): under the prefix, or, in a wheel, under
# fenchel/, where find_package looks when CMAKE_PREFIX_PATH names site-packages.

include(CMakePackageConfigHelpers)

set(package_dir "${install_root}share/cmake/fenchel")
install(DIRECTORY cpp/include/fenchel DESTINATION "${install_root}include")
install(TARGETS fenchel EXPORT fenchelTargets)
install(EXPORT fenchelTargets NAMESPACE fenchel:: DESTINATION "${package_dir}")

configure_package_config_file(cmake/fenchelConfig.cmake.in fenchelConfig.cmake
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(fenchelConfigVersion.cmake COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/fenchelConfig.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/fenchelConfigVersion.cmake" cmake/FenchelEigen.cmake
        DESTINATION "${package_dir}")
