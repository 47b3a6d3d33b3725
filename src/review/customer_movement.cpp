#include "salesplan/review/customer_movement_inl.hpp"
