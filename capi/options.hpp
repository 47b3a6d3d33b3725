// The options handle.
#pragma once

#include "adapters/options.hpp"
#include "boundary.hpp"

struct splan_options {
  salesplan::adapters::Options values;
};

namespace salesplan::capi {

/// The options given, which must be of `scope`, or its defaults for NULL.
inline adapters::Options options_or_defaults(const splan_options* options, const char* scope) {
  if (options == nullptr) return adapters::Options(scope);
  if (options->values.scope() != scope) {
    throw Error(ErrorCode::invalid_argument, "options",
                "are of scope \"" + options->values.scope() + "\", \"" + scope + "\" is needed");
  }
  return options->values;
}

}  // namespace salesplan::capi
