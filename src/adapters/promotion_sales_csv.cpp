#include "adapters/promotion_sales_csv.hpp"

#include <map>
#include <set>
#include <tuple>

#include "adapters/csv_numbers.hpp"

namespace salesplan::adapters {
namespace {

/// Numbers of names in order of first appearance.
class Names {
 public:
  explicit Names(std::vector<std::string>& list) : list_(list) {
    for (const std::string& name : list) index_.emplace(name, index_.size());
  }

  std::int32_t operator()(std::string_view name) {
    const auto place = index_.emplace(std::string(name), index_.size());
    if (place.second) list_.push_back(place.first->first);
    return static_cast<std::int32_t>(place.first->second);
  }

 private:
  std::vector<std::string>& list_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace

PromotionSalesColumns read_promotion_sales(const CsvTable& csv,
                                           const std::vector<std::string>& known) {
  const std::size_t period = csv.column("period");
  const std::size_t product = csv.column("product");
  const std::size_t promoted = csv.column("promotion");
  PromotionSalesColumns sales;
  sales.promotions = known;
  Names promotions(sales.promotions), products(sales.products);
  std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> seen;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const calendar::Period when = calendar::parse_period(csv.cell(r, period), csv.place(r, period));
    if (r == 0) sales.grain = when.grain;
    if (when.grain != sales.grain) {
      throw Error(
          ErrorCode::parse, csv.place(r, period),
          core::quoted(csv.cell(r, period)) + " is not a " + calendar::grain_name(sales.grain));
    }
    sales.period.push_back(when.ordinal);
    sales.product.push_back(products(csv.cell(r, product)));
    sales.promotion.push_back(csv.cell(r, promoted).empty() ? -1
                                                            : promotions(csv.cell(r, promoted)));
    of_csv_row(csv, r, [&] {
      sales.units.push_back(csv_number(csv, r, "units"));
      promotion::need_positive(sales.units.back(), "units");
      sales.revenue.push_back(csv_number(csv, r, "revenue"));
      promotion::need_positive(sales.revenue.back(), "revenue");
      sales.discount.push_back(csv_number(csv, r, "discount"));
      promotion::need_not_negative(sales.discount.back(), "discount");
      sales.cost.push_back(csv_number(csv, r, "cost"));
      promotion::need_not_negative(sales.cost.back(), "cost");
    });
    if (!seen.emplace(sales.period.back(), sales.product.back(), sales.promotion.back()).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, promoted),
                  "the period, product and promotion are given twice");
    }
  }
  return sales;
}

}  // namespace salesplan::adapters
