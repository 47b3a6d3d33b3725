// Bodies of lifetime_model.hpp.
#pragma once

#include <cstddef>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/beta_geometric.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer {

SALESPLAN_INLINE const char* lifetime_name(Lifetime kind) {
  switch (kind) {
    case Lifetime::bg_nbd:
      return "bg_nbd";
    case Lifetime::mbg_nbd:
      return "mbg_nbd";
    case Lifetime::pareto_nbd:
      return "pareto_nbd";
    case Lifetime::mbg_cnbd_k:
      return "mbg_cnbd_k";
    default:
      return "bg_bb";
  }
}

SALESPLAN_INLINE Lifetime lifetime_by_name(const std::string& name, const std::string& place) {
  for (const Lifetime kind : {Lifetime::bg_nbd, Lifetime::mbg_nbd, Lifetime::pareto_nbd,
                              Lifetime::mbg_cnbd_k, Lifetime::bg_bb}) {
    if (name == lifetime_name(kind)) return kind;
  }
  throw Error(ErrorCode::not_found, place,
              "\"" + name + "\" is none of bg_nbd, mbg_nbd, pareto_nbd, mbg_cnbd_k, bg_bb");
}

SALESPLAN_INLINE std::array<const char*, 4> parameter_names(Lifetime kind) {
  switch (kind) {
    case Lifetime::pareto_nbd:
      return {"r", "alpha", "s", "beta"};
    case Lifetime::bg_bb:
      return {"alpha", "beta", "gamma", "delta"};
    default:
      return {"r", "alpha", "a", "b"};
  }
}

SALESPLAN_INLINE void check_model(const LifetimeModel& model) {
  for (std::size_t i = 0; i < model.params.size(); ++i) {
    const double value = model.params[i];
    if (!(value >= 1e-30 && value <= 1e30)) {
      throw Error(ErrorCode::invalid_argument, core::at("params", static_cast<std::int64_t>(i)),
                  core::to_text(value) + " is not in 1e-30..1e30");
    }
  }
  const int most = model.kind == Lifetime::mbg_cnbd_k ? detail::BetaGeometric::most_phases : 1;
  if (model.k < 1 || model.k > most) {
    throw Error(ErrorCode::invalid_argument, "k",
                std::to_string(model.k) + " is not in 1.." + std::to_string(most));
  }
}

}  // namespace salesplan::customer
