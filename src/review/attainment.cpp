#include "salesplan/review/attainment_inl.hpp"
