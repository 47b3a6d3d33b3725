// Compiles territory/partition.hpp once.
#include "salesplan/territory/partition_inl.hpp"
