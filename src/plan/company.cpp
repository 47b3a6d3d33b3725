#include "salesplan/plan/company_inl.hpp"
