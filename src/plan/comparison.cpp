#include "salesplan/plan/comparison_inl.hpp"
