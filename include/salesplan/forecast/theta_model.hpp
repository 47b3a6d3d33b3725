// The two theta methods.
#pragma once

namespace salesplan::forecast {

enum class Theta {
  standard,   ///< theta = 2, the line fitted once to all values
  optimised,  ///< theta >= 1 estimated, the line fitted anew after every value
};

}  // namespace salesplan::forecast
