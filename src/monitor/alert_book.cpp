#include "salesplan/monitor/alert_book_inl.hpp"
