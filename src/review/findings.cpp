#include "salesplan/review/findings_inl.hpp"
