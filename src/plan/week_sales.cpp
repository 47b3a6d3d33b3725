#include "salesplan/plan/week_sales_inl.hpp"
