# Compiler settings that every target of the project shares, and one helper each for tests and
# benchmarks: a room's folder becomes one program.

# Warnings for our own code only; -ffp-contract=off keeps results the same bits on every CPU path.
add_library(salesplan_build_flags INTERFACE)
if(MSVC)
  target_compile_options(salesplan_build_flags INTERFACE /W4 /utf-8 $<$<BOOL:${SALESPLAN_WERROR}>:/WX>)
else()
  target_compile_options(salesplan_build_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -ffp-contract=off
    $<$<BOOL:${SALESPLAN_WERROR}>:-Werror>)
endif()

# The checks themselves need no speed: under the sanitizers they build in half the time.
set(SALESPLAN_TEST_OPTIMISATION $<IF:$<CONFIG:Debug>,-O0,-O1>)

# salesplan_add_test(<room> [libraries...]): tests/<room>/*_test.cpp as one GoogleTest program.
function(salesplan_add_test room)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${room} ${sources})
  target_compile_features(test_${room} PRIVATE cxx_std_20)
  target_compile_definitions(test_${room} PRIVATE
    SALESPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SALESPLAN_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}/${room}")
  target_include_directories(test_${room} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(test_${room} PRIVATE ${SALESPLAN_TEST_OPTIMISATION})
  set_target_properties(test_${room} PROPERTIES UNITY_BUILD ${SALESPLAN_UNITY_BUILD} UNITY_BUILD_BATCH_SIZE 10)
  target_link_libraries(test_${room} PRIVATE
    salesplan::salesplan salesplan_build_flags GTest::gtest_main ${ARGN})
  add_test(NAME ${room} COMMAND test_${room})
endfunction()

# salesplan_add_bench(<room>): bench/<room>/*.cpp, one Google Benchmark program a file.
function(salesplan_add_bench room)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*_bench.cpp)
  foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${room}_${name} ${source})
    target_compile_features(${room}_${name} PRIVATE cxx_std_20)
    target_compile_definitions(${room}_${name} PRIVATE SALESPLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${room}_${name} PRIVATE
      salesplan::salesplan salesplan_build_flags benchmark::benchmark_main)
  endforeach()
endfunction()
