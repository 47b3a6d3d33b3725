#include "salesplan/plan/basis_inl.hpp"
