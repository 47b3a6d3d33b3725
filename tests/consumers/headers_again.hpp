// What headers_again.cpp offers to headers.cpp.
#pragma once

#include <cstdint>

std::int64_t amount_in_another_file(const char* text);
