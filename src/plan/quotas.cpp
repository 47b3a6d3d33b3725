#include "salesplan/plan/quotas_inl.hpp"
