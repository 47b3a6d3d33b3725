#include "salesplan/table/dimension_inl.hpp"
