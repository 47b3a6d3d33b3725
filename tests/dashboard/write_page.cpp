// Writes the dashboard page of a model file, for the browser test: write_page MODEL.json PAGE.html
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/dashboard/dashboard_html.hpp"

int main(int count, char** arguments) {
  if (count != 3) return 2;
  std::ifstream model(arguments[1], std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(model), {}};
  std::ofstream page(arguments[2], std::ios::binary);
  page << salesplan::adapters::dashboard_html(json);
  return page.flush() ? 0 : 1;
}
