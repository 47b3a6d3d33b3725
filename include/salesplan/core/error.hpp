// The one error of the library: a code, the place in the input, and a sentence.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace salesplan {

/// What went wrong. The values are the status codes of the C API and never change.
enum class ErrorCode : std::int32_t {
  invalid_argument = -1,  ///< a value outside its domain
  parse = -2,             ///< text that is not what it should be
  infeasible = -3,        ///< constraints that cannot hold together
  overflow = -4,          ///< a result beyond the range of its type
  not_found = -5,         ///< an unknown key, name or file
  duplicate = -6,         ///< a key given twice
  io = -7,                ///< reading or writing failed
  cancelled = -8,         ///< the caller's callback asked to stop
  out_of_memory = -9,     ///< an allocation failed
  internal = -10,         ///< a defect of salesplan
  unsupported = -11,      ///< known, but not available in this build
};

/// Thrown by every function that can fail on data. `what()` is one line, "place: message", where
/// place names the offending field and its position: "bounds[17].lower: 120 exceeds upper 100".
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string place, const std::string& message)
      : code_(code),
        place_(std::move(place)),
        text_(place_.empty() ? message : place_ + ": " + message) {}

  ErrorCode code() const noexcept { return code_; }
  const std::string& place() const noexcept { return place_; }
  const char* what() const noexcept override { return text_.c_str(); }

  /// The same error at another place, for a caller whose input has its own names.
  Error moved_to(std::string place) const {
    return {code_, std::move(place), text_.substr(place_.empty() ? 0 : place_.size() + 2)};
  }

 private:
  ErrorCode code_;
  std::string place_;
  std::string text_;
};

namespace core {

/// "name[i]", the spelling of a position in error texts.
inline std::string at(const std::string& name, std::int64_t i) {
  return name + "[" + std::to_string(i) + "]";
}

}  // namespace core
}  // namespace salesplan
