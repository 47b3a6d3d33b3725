// The dashboard model as one self-contained HTML page.
#pragma once

#include <string>
#include <string_view>

namespace salesplan::adapters {

/// One HTML page that shows a dashboard model: no network, no other file, every script and style
/// named by its hash in the page's content security policy.
/// @param model_json  UTF-8, schema "salesplan.dashboard/1" (docs/dashboard-model.md). The page
///                    takes every text in it as hostile: it stays text.
/// @param live        the page listens to the server it comes from (live_server.hpp), and may ask
///                    no other
/// @throws Error  as parse_json; parse: another schema, or no month; the place is "model..."
/// O(bytes of the model).
std::string dashboard_html(std::string_view model_json, bool live = false);

}  // namespace salesplan::adapters
