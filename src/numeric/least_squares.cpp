// Compiles the bodies of numeric/least_squares.hpp once.
#include "salesplan/numeric/least_squares_inl.hpp"
