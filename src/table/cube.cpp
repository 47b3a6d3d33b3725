#include "salesplan/table/cube_inl.hpp"
