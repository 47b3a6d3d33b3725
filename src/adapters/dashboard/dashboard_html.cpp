#include "adapters/dashboard/dashboard_html.hpp"

#include "adapters/json.hpp"
#include "dashboard_page.hpp"

namespace salesplan::adapters {
namespace {

constexpr std::string_view schema = "salesplan.dashboard/1";
constexpr std::string_view policy = "default-src 'none'; ";
constexpr std::string_view own_server = "connect-src 'self'; ";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view line_separators = "\xE2\x80";  // with A8, A9: U+2028, U+2029

void check_model(std::string_view json) {
  JsonDocument document;
  parse_json(json, "model", document);
  const ParsedJson& model = document.value();
  if (!model.is_object() || !model.contains("schema") || model["schema"] != schema) {
    throw Error(ErrorCode::parse, "model.schema", "must be \"" + std::string(schema) + "\"");
  }
  if (!model.contains("months") || !model["months"].is_array() || model["months"].empty()) {
    throw Error(ErrorCode::parse, "model.months", "must be an array of at least one month");
  }
}

// In valid JSON these characters occur in strings only, where an escape means the same. Without
// '<' no text can close the script element or open a comment in it.
void append_inert(std::string& page, std::string_view json) {
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = json.substr(i);
    if (rest.front() == '<') {
      page += "\\u003c";
    } else if (rest.starts_with(line_separators) && (rest[2] == '\xA8' || rest[2] == '\xA9')) {
      page += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      page += rest.front();
    }
  }
}

}  // namespace

std::string dashboard_html(std::string_view model_json, bool live) {
  if (model_json.starts_with(byte_order_mark)) model_json.remove_prefix(byte_order_mark.size());
  check_model(model_json);
  const std::string_view before = page_before_model();
  const std::string_view after = page_after_model();
  std::string page;
  page.reserve(before.size() + own_server.size() + model_json.size() + after.size());
  page += before;
  if (live) page.insert(page.find(policy) + policy.size(), own_server);
  append_inert(page, model_json);
  page += after;
  return page;
}

}  // namespace salesplan::adapters
