#include "salesplan/plan/customer_segments_inl.hpp"
