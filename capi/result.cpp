#include "result.hpp"

#include <algorithm>

#include "boundary.hpp"

namespace {

template <class T>
splan_status copy_column(splan_context* context, const splan_result* result, const char* name,
                         T* out) {
  using namespace salesplan;
  return capi::guard(context, [&] {
    const splan_result::Column* column =
        capi::required(result, "result").find(&capi::required(name, "column"));
    if (column == nullptr) {
      throw Error(ErrorCode::not_found, "column",
                  "\"" + std::string(name) + "\" is not in the result");
    }
    const auto* values = std::get_if<std::vector<T>>(&column->values);
    if (values == nullptr) {
      throw Error(ErrorCode::invalid_argument, "column",
                  "\"" + column->name + "\" has another type");
    }
    if (!values->empty()) std::copy(values->begin(), values->end(), &capi::required(out, "out"));
  });
}

const splan_result::Column* column_at(const splan_result* result, int32_t i) {
  if (result == nullptr || i < 0 || static_cast<std::size_t>(i) >= result->columns.size())
    return nullptr;
  return &result->columns[static_cast<std::size_t>(i)];
}

}  // namespace

void splan_result_free(splan_result* result) { delete result; }

int32_t splan_result_columns(const splan_result* result) {
  return result == nullptr ? 0 : static_cast<int32_t>(result->columns.size());
}

const char* splan_result_column_name(const splan_result* result, int32_t i) {
  const splan_result::Column* column = column_at(result, i);
  return column == nullptr ? nullptr : column->name.c_str();
}

int32_t splan_result_column_type(const splan_result* result, int32_t i) {
  const splan_result::Column* column = column_at(result, i);
  return column == nullptr ? 0 : static_cast<int32_t>(column->values.index()) + SPLAN_COLUMN_I64;
}

int64_t splan_result_length(const splan_result* result, const char* column) {
  const splan_result::Column* found = result == nullptr ? nullptr : result->find(column);
  if (found == nullptr) return -1;
  return std::visit([](const auto& values) { return static_cast<int64_t>(values.size()); },
                    found->values);
}

splan_status splan_result_i64(splan_context* context, const splan_result* result,
                              const char* column, int64_t* out) {
  return copy_column(context, result, column, out);
}

splan_status splan_result_f64(splan_context* context, const splan_result* result,
                              const char* column, double* out) {
  return copy_column(context, result, column, out);
}

const char* splan_result_text(const splan_result* result, const char* column, int64_t row) {
  const splan_result::Column* found = result == nullptr ? nullptr : result->find(column);
  const auto* values =
      found == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&found->values);
  if (values == nullptr || row < 0 || static_cast<std::size_t>(row) >= values->size())
    return nullptr;
  return (*values)[static_cast<std::size_t>(row)].c_str();
}
