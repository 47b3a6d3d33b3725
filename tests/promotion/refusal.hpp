// The text of the error that a call throws.
#pragma once

#include <string>

#include "salesplan/core/error.hpp"

namespace salesplan {

template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace salesplan
