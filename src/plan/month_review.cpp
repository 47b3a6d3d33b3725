#include "salesplan/plan/month_review_inl.hpp"
