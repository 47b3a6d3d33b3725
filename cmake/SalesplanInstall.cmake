# Install and export: find_package(salesplan) gives salesplan::headers, salesplan::salesplan and
# salesplan::c; pkg-config gives salesplan (C++) and salesplan-c (the C API).
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/salesplan)
install(DIRECTORY include/salesplan DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES LICENSE THIRD_PARTY_NOTICES.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/salesplan)
install(TARGETS salesplan_headers salesplan EXPORT salesplan)
if(TARGET salesplan_capi)
  install(FILES capi/salesplan.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()
if(TARGET salesplan_cli)
  install(TARGETS salesplan_cli)
endif()
if(TARGET salesplan_c)
  install(TARGETS salesplan_c EXPORT salesplan INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()

install(EXPORT salesplan NAMESPACE salesplan:: DESTINATION ${package_dir}
  FILE salesplan-targets.cmake)
configure_package_config_file(cmake/salesplan-config.cmake.in salesplan-config.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(salesplan-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/salesplan-config.cmake ${PROJECT_BINARY_DIR}/salesplan-config-version.cmake
  DESTINATION ${package_dir})

# The .pc files find their own prefix, so that an installed tree can be moved.
file(RELATIVE_PATH pkg_config_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
set(pkg_config_files ${PROJECT_BINARY_DIR}/salesplan.pc)
configure_file(cmake/salesplan.pc.in salesplan.pc @ONLY)
if(TARGET salesplan_c)
  configure_file(cmake/salesplan-c.pc.in salesplan-c.pc @ONLY)
  list(APPEND pkg_config_files ${PROJECT_BINARY_DIR}/salesplan-c.pc)
endif()
install(FILES ${pkg_config_files} DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
