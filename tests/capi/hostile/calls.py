#!/usr/bin/env python3
"""Writes, from salesplan.h, a hostile call of every function it declares, as C++ for hostile/calls.cpp.

Usage: calls.py HEADER OUTPUT

An array gets the length that the comment states: "weights [n]", "out_first [4 n]", "All [n]",
"values [offsets[n]]". What in a length is not made of parameters is taken to be large, and an option
to be as large as options get.
"""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "abi"))
import c_header  # noqa: E402

LARGE, LARGEST = "4096.", "1e6"


def size(header, function, parameter):
    """The length of an array as a C++ expression of type double."""
    names = {p.name: p for p in function.parameters}
    functions = {f.name: f for f in header.functions}
    result = []
    shape = re.sub(r'the option "\w+"', LARGEST, function.shape(parameter))
    for token in re.findall(r"\w+\[\w+\]|\w+|\S", shape):
        indexed = re.fullmatch(r"(\w+)\[(\w+)\]", token)
        if indexed and {indexed[1], indexed[2]} <= set(names):
            part = f"caller.at({indexed[1]}, {indexed[2]})"
        elif token in names:
            part = f"static_cast<double>({token})"
        elif token in functions:
            asked = ", ".join(p.name for p in functions[token].parameters)
            part = f"static_cast<double>({token}({asked}))"
        elif token.isdigit():
            part = f"{token}."
        elif token in ("+", "-", "*", "(", ")", LARGEST):
            part = token
        elif result and result[-1] == LARGE:
            continue
        else:
            part = LARGE
        if result and part not in "+-*)" and result[-1] not in "+-*(":
            result.append("*")
        result.append(part)
    return " ".join(result)


def is_count(header, name):
    """Whether a length or a list of some function is counted by a parameter of this name."""
    return any(re.search(rf"\[[^\]]*\b{name}\b|list of {name}\b", function.comment)
               for function in header.functions)


def argument(header, function, i):
    """The declaration of argument i, and how it is passed."""
    p = function.parameters[i]
    names = [other.name for other in function.parameters]
    kind = p.type.replace("const ", "")
    number = kind.rstrip("*")
    if p.handle and function.name == f"{p.handle}_free":
        value = f"caller.take<{p.handle}>()"
    elif kind == "splan_context*":
        value = "caller.context()"
    elif p.handle and kind.endswith("*"):
        way = "out" if kind.endswith("**") else "handle"
        value = f"caller.{way}<{p.handle}>()"
    elif p.is_array:
        way = "output" if p.is_output else "input"
        value = f"caller.{way}<{number}>({size(header, function, p)})"
    elif p.name + "_size" in names:
        return f"const List {p.name} = caller.list();", f"{p.name}.text"
    elif p.name.endswith("_size") and p.name[:-5] in names:
        return "", f"{p.name[:-5]}.size"
    elif p.type == "const char*":
        value = "caller.text()"
    elif p.type in header.callbacks:
        value = f"caller.choices().below(2) == 0 ? nullptr : &on_{p.type}"
        return f"const {p.type} {p.name} = {value};", p.name
    elif p.type == "void*":
        value = "&caller.choices()"
    elif is_count(header, p.name) and number == "int64_t":
        value = "caller.count()"
    else:
        value = f"caller.number<{'int32_t' if number == 'splan_status' else number}>()"
    return f"const auto {p.name} = {value};", p.name


def call(header, function):
    made = [argument(header, function, i) for i in range(len(function.parameters))]
    lines = [declaration for declaration, _ in made if declaration]
    lines.sort(key=lambda line: "caller.count()" not in line)  # sizes are made from counts
    passed = ", ".join(name for _, name in made)
    way = "plain" if function.returns != "splan_status" or function.name == "splan_context_status" \
        else "status"
    lines.append(f'caller.{way}_call("{function.name}", [&] {{ return {function.name}({passed}); }});')
    return f'    {{"{function.name}", [](AnyCaller& caller) {{\n       ' + "\n       ".join(lines) + "\n     }},"


def main(path, output):
    header = c_header.read(path)
    words = sorted(set(re.findall(r'"([\w*]+)"', " ".join(f.comment for f in header.functions))))
    parts = ['#include "caller.hpp"',
             *(f"inline void free_handle({handle}* handle) {{ {handle}_free(handle); }}"
               for handle in header.handles)]
    for name, parameters in header.callbacks.items():
        types = [f"{p.type} {p.name}" if p.name == "user_data" else p.type for p in parameters]
        parts.append(f"inline int32_t on_{name}({', '.join(types)}) {{\n"
                     "  return static_cast<salesplan::hostile::Choices*>(user_data)->once_in(32) ? 1 : 0;\n}")
    vectors = ", ".join(f"std::vector<{handle}*>" for handle in header.handles)
    parts += ["namespace salesplan::hostile {",
              f"using AnyCaller = Caller<std::tuple<{vectors}>>;",
              "struct Call {\n  const char* function;\n  void (*make)(AnyCaller&);\n};",
              "inline const char* const quoted_words[] = {%s};" % ", ".join(f'"{w}"' for w in words),
              "inline const Call all_calls[] = {",
              *(call(header, function) for function in header.functions),
              "};", "}  // namespace salesplan::hostile", ""]
    Path(output).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
