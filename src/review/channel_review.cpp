#include "salesplan/review/channel_review_inl.hpp"
