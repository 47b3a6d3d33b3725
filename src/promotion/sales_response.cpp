// Compiles the bodies of promotion/sales_response.hpp once.
#include "salesplan/promotion/sales_response_inl.hpp"
