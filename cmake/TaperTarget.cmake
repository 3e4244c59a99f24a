# SPDX-License-Identifier: GPL-3.0-or-later
# One target per folder. taper_target(NAME) gives it the house's language level, warnings and include roots.
find_program(TAPER_CCACHE ccache)
if(TAPER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TAPER_CCACHE}")
endif()

set(taper_warnings -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers
                   -Wno-unused-parameter)
# GCC 12's false alarm on every short string assignment (gcc.gnu.org/PR105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  list(APPEND taper_warnings -Wno-restrict)
endif()
if(TAPER_WERROR)
  list(APPEND taper_warnings -Werror)
endif()

function(taper_target name)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_compile_options(${name} PRIVATE ${taper_warnings})
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS ON)
  target_compile_definitions(${name} PRIVATE TAPER_VERSION="${PROJECT_VERSION}" _GNU_SOURCE)
  if(TAPER_FAULTS)
    target_compile_definitions(${name} PRIVATE TAPER_FAULTS)
  endif()
  if(TAPER_SANITIZE AND NOT "STATIC_PROGRAM" IN_LIST ARGN)
    target_compile_options(${name} PRIVATE -fsanitize=${TAPER_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${name} PRIVATE -fsanitize=${TAPER_SANITIZE})
  endif()
endfunction()
