# The installed package: headers, one export per component, a version file, and a file for pkg-config.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_DATADIR}/cmake/hibana)

install(TARGETS hibana EXPORT hibana FILE_SET HEADERS)
install(EXPORT hibana NAMESPACE hibana:: DESTINATION ${package_folder} FILE hibana-targets.cmake)
foreach(component IN LISTS hibana_available_components)
    install(TARGETS hibana_${component} EXPORT hibana_${component} FILE_SET HEADERS)
    install(EXPORT hibana_${component} NAMESPACE hibana:: DESTINATION ${package_folder} FILE hibana-${component}-targets.cmake)
endforeach()

# While the major version is 0, a minor version may change anything.
write_basic_package_version_file(hibana-config-version.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
configure_package_config_file(cmake/hibana-config.cmake.in hibana-config.cmake INSTALL_DESTINATION ${package_folder})
configure_file(cmake/hibana.pc.in hibana.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hibana-config.cmake ${PROJECT_BINARY_DIR}/hibana-config-version.cmake DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/hibana.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hibana)
