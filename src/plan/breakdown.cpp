#include "salesplan/plan/breakdown_inl.hpp"
