#include "salesplan/schedule/dated_tasks_inl.hpp"
