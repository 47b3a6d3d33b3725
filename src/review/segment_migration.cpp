#include "salesplan/review/segment_migration_inl.hpp"
