#include "salesplan/review/price_volume_mix_inl.hpp"
