// Bodies of scarce_stock.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/material/scarce_stock.hpp"

namespace salesplan::material {

SALESPLAN_INLINE std::vector<Pieces> share_out(Pieces stock, core::View<const Request> requests,
                                               Pieces pack) {
  check_pieces(stock, "stock");
  check_pieces(pack, "pack", 1);
  std::map<std::int32_t, std::vector<std::size_t>> by_priority;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string place = core::at("requests", static_cast<std::int64_t>(i));
    check_pieces(requests[i].pieces, place + ".pieces");
    check_pieces(requests[i].minimum, place + ".minimum");
    if (requests[i].minimum > requests[i].pieces) {
      throw Error(ErrorCode::invalid_argument, place + ".minimum",
                  std::to_string(requests[i].minimum) + " exceeds the request for " +
                      std::to_string(requests[i].pieces));
    }
    by_priority[requests[i].priority].push_back(i);
  }
  std::vector<Pieces> granted(requests.size(), 0);
  Pieces left = stock / pack;
  for (Pieces Request::*asked : {&Request::minimum, &Request::pieces}) {
    for (const auto& [priority, members] : by_priority) {
      std::vector<Pieces> wanted;
      std::vector<double> weight;
      core::Wide sum = 0;
      for (std::size_t i : members) {
        wanted.push_back(packs_for(requests[i].*asked, pack) - granted[i]);
        weight.push_back(static_cast<double>(wanted.back()));
        sum += wanted.back();
      }
      const std::vector<Pieces> part = sum <= left
                                           ? wanted
                                           : allocation::spread(left, weight, {{}, wanted, {}}, 1,
                                                                allocation::ZeroWeights::equal);
      for (std::size_t k = 0; k < members.size(); ++k) {
        granted[members[k]] += part[k];
        left -= part[k];
      }
    }
  }
  for (Pieces& packs : granted) packs *= pack;
  return granted;
}

}  // namespace salesplan::material
