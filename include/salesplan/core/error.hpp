// The one error of the library: a code, the place in the input, and a sentence.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace salesplan {

/// What went wrong. The values are the status codes of the C API and never change.
enum class ErrorCode : std::int32_t {
  invalid_argument = -1,  ///< a value outside its domain
  parse = -2,             ///< text that is not what it should be
  infeasible = -3,        ///< constraints that cannot hold together
  overflow = -4,          ///< a result beyond the range of its type
  not_found = -5,         ///< an unknown key or name
  duplicate = -6,         ///< a key given twice
  io = -7,                ///< a file that is missing, or cannot be read or written
  cancelled = -8,         ///< the caller's callback asked to stop
  out_of_memory = -9,     ///< an allocation failed
  internal = -10,         ///< a defect of salesplan
  unsupported = -11,      ///< known, but not available in this build
  conflict = -12,         ///< somebody else has changed it in the meantime
};

/// Thrown by every function that can fail on data. `what()` is one line, "place: message", where
/// place names the offending field and its position: "bounds[17].lower: 120 exceeds upper 100".
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string place, const std::string& message)
      : code_(code),
        place_(one_line(std::move(place))),
        text_(place_.empty() ? one_line(message) : place_ + ": " + one_line(message)) {}

  ErrorCode code() const noexcept { return code_; }
  const std::string& place() const noexcept { return place_; }
  const char* what() const noexcept override { return text_.c_str(); }

  /// The same error at another place, for a caller whose input has its own names.
  Error moved_to(std::string place) const {
    return {code_, std::move(place), text_.substr(place_.empty() ? 0 : place_.size() + 2)};
  }

 private:
  /// What is quoted from the input may hold line ends and other controls.
  static std::string one_line(std::string text) {
    for (char& c : text) {
      if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    return text;
  }

  ErrorCode code_;
  std::string place_;
  std::string text_;
};

namespace core {

/// "text" in quotation marks, as error texts give what was read; composed by append, as GCC 12
/// warns without reason about "\"" + std::string.
inline std::string quoted(std::string_view text) {
  std::string result;
  return result.append(1, '"').append(text).append(1, '"');
}

/// "name[i]", the spelling of a position in error texts.
inline std::string at(const std::string& name, std::int64_t i) {
  return name + "[" + std::to_string(i) + "]";
}

}  // namespace core
}  // namespace salesplan
