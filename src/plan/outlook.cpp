#include "salesplan/plan/outlook_inl.hpp"
