// The version of salesplan, in this one place: CMake, the C API, Python and pkg-config read it.
#pragma once

#define SALESPLAN_VERSION_MAJOR 0
#define SALESPLAN_VERSION_MINOR 1
#define SALESPLAN_VERSION_PATCH 0

#define SALESPLAN_VERSION \
  (SALESPLAN_VERSION_MAJOR * 10000 + SALESPLAN_VERSION_MINOR * 100 + SALESPLAN_VERSION_PATCH)
