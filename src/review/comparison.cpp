#include "salesplan/review/comparison_inl.hpp"
