#include "salesplan/schedule/weekly_tasks_inl.hpp"
