# Assembles the dashboard page and writes it as C++: everything before the model and everything
# after it. Each inline script and style is named in the content security policy by its hash.
#   cmake -DPAGE=<folder> -DPAGE_SCRIPTS=<files> -DCHARTS_SCRIPT=<file or empty> -DOUTPUT=<file> -P
cmake_minimum_required(VERSION 3.22)

# The text of a file as a browser will hash it: line ends are normalised before hashing.
function(read_text file variable)
  file(READ "${file}" text)
  string(REPLACE "\r\n" "\n" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# 'sha256-<base64>' of a text. CMake knows hexadecimal digests only: three bytes make four digits.
function(csp_hash text variable)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 digest "${text}")
  set(base64 "")
  foreach(group RANGE 10)
    math(EXPR begin "${group} * 6")
    string(SUBSTRING "${digest}00" ${begin} 6 bytes)
    foreach(shift 18 12 6 0)
      math(EXPR digit "(0x${bytes} >> ${shift}) & 63")
      string(SUBSTRING "${alphabet}" ${digit} 1 letter)
      string(APPEND base64 "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)  # the last digit stands for the padding byte
  set(${variable} "'sha256-${base64}='" PARENT_SCOPE)
endfunction()

# A text as a named array of bytes: string literals of this length are not portable.
function(append_array name text)
  string(HEX "${text}" hex)
  string(REPEAT "." 40 line)
  string(REGEX REPLACE "(${line})" "\\1\n" lines "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${lines}")
  file(APPEND "${OUTPUT}" "constexpr unsigned char ${name}_bytes[] = {\n${bytes}0};\n")
endfunction()

read_text("${PAGE}/page.html" html)
read_text("${PAGE}/style.css" style)
set(page_script "(() => {\n'use strict';\n")
foreach(file IN LISTS PAGE_SCRIPTS)
  read_text("${file}" text)
  string(APPEND page_script "${text}")
endforeach()
string(APPEND page_script "})();\n")
set(charts_script "")
if(CHARTS_SCRIPT)
  read_text("${CHARTS_SCRIPT}" charts_script)
endif()

# Text that ends an inline script early would change what the page means.
string(TOLOWER "${page_script}${charts_script}" scripts)
if(scripts MATCHES "</script|<!--")
  message(FATAL_ERROR "A dashboard script holds '${CMAKE_MATCH_0}', which ends an inline script")
endif()

csp_hash("${style}" style_hash)
csp_hash("${page_script}" page_hash)
csp_hash("${charts_script}" charts_hash)

string(FIND "${html}" "@MODEL@" model_at)
string(SUBSTRING "${html}" 0 ${model_at} before)
math(EXPR model_at "${model_at} + 7")
string(SUBSTRING "${html}" ${model_at} -1 after)
string(REPLACE "@SCRIPT_HASHES@" "${charts_hash} ${page_hash}" before "${before}")
string(REPLACE "@STYLE_HASH@" "${style_hash}" before "${before}")
string(REPLACE "@STYLE@" "${style}" before "${before}")
string(REPLACE "@PAGE_SCRIPT@" "${page_script}" after "${after}")
string(REPLACE "@CHARTS_SCRIPT@" "${charts_script}" after "${after}")

file(WRITE "${OUTPUT}" "// Generated from src/adapters/dashboard/page: do not edit.
#include \"dashboard_page.hpp\"

namespace salesplan::adapters {
namespace {
")
append_array(before "${before}")
append_array(after "${after}")
file(APPEND "${OUTPUT}" "std::string_view text(const unsigned char* bytes, std::size_t length) {
  return {reinterpret_cast<const char*>(bytes), length};
}
}  // namespace
std::string_view page_before_model() { return text(before_bytes, sizeof before_bytes - 1); }
std::string_view page_after_model() { return text(after_bytes, sizeof after_bytes - 1); }
}  // namespace salesplan::adapters
")
