// Compiles the bodies of promotion/recommendation.hpp once.
#include "salesplan/promotion/recommendation_inl.hpp"
