// What a call says when it refuses.
#pragma once

#include <string>

#include "salesplan/core/error.hpp"

namespace salesplan {

/// The text of the Error that `call` throws, or "accepted".
template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace salesplan
