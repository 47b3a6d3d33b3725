// The dimension handle.
#pragma once

#include <memory>

#include "salesplan.h"
#include "salesplan/table/dimension.hpp"

struct splan_dimension {
  std::shared_ptr<const salesplan::table::Dimension> dimension;
};
