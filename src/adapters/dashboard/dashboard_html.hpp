// The dashboard model as one self-contained HTML page.
#pragma once

#include <string>
#include <string_view>

namespace salesplan::adapters {

/// One HTML page that shows a dashboard model: no network, no other file, every script and style
/// named by its hash in the page's content security policy.
/// @param model_json  a document of schema "salesplan.dashboard/1" (docs/dashboard-model.md), UTF-8.
///                    Its texts are hostile as far as the page is concerned: they stay text.
/// @throws Error  parse (no JSON, or of another schema)
/// O(bytes of the model).
std::string dashboard_html(std::string_view model_json);

}  // namespace salesplan::adapters
