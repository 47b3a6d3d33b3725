"""What capi/salesplan.h declares: functions with their parameters, handles, callbacks, comments.

Run as a program it holds the header to the rules of docs/c-api/conventions.md:

    c_header.py HEADER
"""
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

NUMBER = r"(?:int32_t|int64_t|double)"
TOKEN = re.compile(r"/\*.*?\*/|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*|\n[ \t]*(?=\n)|[^;/#]+?;", re.S | re.M)
HANDLE = re.compile(r"typedef struct (splan_\w+) \1;")
CALLBACK = re.compile(r"typedef int32_t \(\*(splan_\w+)\)\((.*)\);")
FUNCTION = re.compile(r"SPLAN_API (.+?)(splan_\w+)\((.*)\);")
PARAMETER = re.compile(r"(.+?[ *])(\w+)$")


@dataclass
class Parameter:
    type: str
    name: str

    @property
    def is_array(self):
        return re.fullmatch(rf"(const )?{NUMBER}\*", self.type) is not None

    @property
    def is_output(self):
        return self.is_array and not self.type.startswith("const ") or self.type.endswith("**")

    @property
    def handle(self):
        found = re.fullmatch(r"(?:const )?(splan_\w+)\*+", self.type)
        return found and found[1]


@dataclass
class Function:
    name: str
    returns: str
    parameters: list
    comment: str  # of the block in which it is declared, "" for none

    def shape(self, parameter):
        """The text between the brackets after the parameter's name in the comment, or after "All"."""
        length = r"\[((?:[^\[\]]|\[\w+\])*)\]"
        found = (re.search(rf"\b{parameter.name}(?:(?:,| and|, and) \w+)* {length}", self.comment)
                 or re.search(rf"\b[Aa]ll {length}", self.comment))
        return found and found[1]


@dataclass
class Header:
    functions: list = field(default_factory=list)
    handles: list = field(default_factory=list)
    callbacks: dict = field(default_factory=dict)  # name: parameters
    unknown: list = field(default_factory=list)    # declarations of another kind


def parameters(text):
    if text in ("", "void"):
        return []
    found = [PARAMETER.match(part.strip()) for part in text.split(",")]
    return [Parameter(p[1].strip(), p[2]) for p in found if p]


def read(path):
    """The header; a comment and the declarations below it, up to an empty line, are one block."""
    text = Path(path).read_text(encoding="utf-8")
    text = re.sub(r'#ifdef __cplusplus\n.*?#endif\n', "", text, flags=re.S)
    header = Header()
    comment = ""
    for token in TOKEN.findall(text):
        if token.startswith("/*"):
            comment = " ".join(re.sub(r"\n \*", "\n", token[2:-2]).split())
            continue
        if not token.strip():
            comment = ""
            continue
        if token.lstrip().startswith("#"):
            continue
        line = " ".join(token.split())
        if found := FUNCTION.fullmatch(line):
            header.functions.append(
                Function(found[2], found[1].strip(), parameters(found[3]), comment))
        elif found := HANDLE.fullmatch(line):
            header.handles.append(found[1])
        elif found := CALLBACK.fullmatch(line):
            header.callbacks[found[1]] = parameters(found[2])
        elif line != "typedef int32_t splan_status;":
            header.unknown.append(line)
    return header


def problems(header):
    """What breaks a rule, one line each."""
    for line in header.unknown:
        yield f"neither a function, an opaque handle nor a callback: {line}"
    handles = "|".join(header.handles)
    returned = {"void", "int32_t", "int64_t", "double", "splan_status", "const char*"}
    taken = re.compile(
        rf"int32_t|int64_t|double|splan_status|const char\*|(const )?{NUMBER}\*|void\*"
        rf"|(const )?({handles})\*|({handles})\*\*|{'|'.join(header.callbacks)}")
    names = [function.name for function in header.functions]
    for handle in header.handles:
        if f"{handle}_free" not in names:
            yield f"{handle}: there is no {handle}_free"
    for function in header.functions:
        at = function.name
        if names.count(at) > 1:
            yield f"{at}: declared twice"
        if not function.comment:
            yield f"{at}: no comment right above it"
        elif not re.search(r"@since \d+\.\d+", function.comment):
            yield f"{at}: no @since in its comment"
        if function.returns not in returned:
            yield f"{at}: returns {function.returns}; allowed: {', '.join(sorted(returned))}"
        types = [parameter.type for parameter in function.parameters]
        if (function.returns == "splan_status" and types[0] != "splan_context*"
                and at not in ("splan_context_create", "splan_context_status")):
            yield f"{at}: a splan_context* does not come first"
        outputs = [parameter.is_output for parameter in function.parameters]
        if outputs != sorted(outputs):
            yield f"{at}: an output stands before an input"
        for i, parameter in enumerate(function.parameters):
            place = f"{at}({parameter.name})"
            if not taken.fullmatch(parameter.type):
                yield f"{place}: the type {parameter.type} is not allowed"
            if parameter.type == "void*" and (parameter.name != "user_data"
                                              or types[i - 1] not in header.callbacks):
                yield f"{place}: void* is for the user_data of the callback before it"
            if parameter.is_array and function.shape(parameter) is None:
                yield f'{place}: the comment does not say "{parameter.name} [n]"'


def main(path):
    header = read(path)
    found = list(problems(header))
    for problem in found:
        print(problem)
    print(f"{len(header.functions)} functions, {len(header.handles)} handles, {len(found)} problems")
    return bool(found) or not header.functions


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
