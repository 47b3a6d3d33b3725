#include "salesplan/review/bridge_inl.hpp"
