#!/usr/bin/env python3
"""Each rule of the C header, held against a declaration that breaks it."""
import tempfile
import unittest
from pathlib import Path

import c_header

CONTEXT = "typedef struct splan_context splan_context;\nSPLAN_API void splan_context_free(splan_context* context);\n"


def found(declaration, comment="/* What. x [n] @since 0.1 */"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "salesplan.h"
        path.write_text(f"/* Contexts. @since 0.1 */\n{CONTEXT}\n{comment}\n{declaration}\n")
        return list(c_header.problems(c_header.read(path)))


def taking(parameters):
    return f"SPLAN_API splan_status splan_f(splan_context* context, {parameters});"


class Rules(unittest.TestCase):
    def test_what_is_allowed_has_no_problem(self):
        self.assertEqual(found(taking("int64_t n, const double* x, const char* name")), [])

    def test_types(self):
        for kind in ("bool", "size_t", "long", "int", "unsigned", "float", "char*", "const char**",
                     "struct splan_context*", "splan_other*", "void*", "enum splan_kind"):
            problems = found(taking(f"{kind} x"))
            self.assertEqual(len(problems), 1, (kind, problems))
            self.assertIn("splan_f(x): ", problems[0])

    def test_declarations(self):
        for line in ("struct splan_point { double x; };", "typedef enum splan_kind splan_kind;",
                     "typedef long splan_size;", "extern int splan_count;"):
            problems = found(line)
            self.assertTrue(problems and "neither a function" in problems[0], (line, problems))

    def test_comments(self):
        function = taking("int64_t n, const double* x")
        self.assertEqual(found(function, "/* What. x [n] */"), ["splan_f: no @since in its comment"])
        self.assertEqual(found(function, "/* What. @since 0.1 */"),
                         ['splan_f(x): the comment does not say "x [n]"'])
        self.assertIn("splan_f: no comment right above it", found(function, "/* x [n] @since 0.1 */\n"))

    def test_order_and_handles(self):
        self.assertEqual(found(taking("int64_t* x, int64_t n")),
                         ["splan_f: an output stands before an input"])
        self.assertEqual(found("SPLAN_API splan_status splan_f(int64_t n);"),
                         ["splan_f: a splan_context* does not come first"])
        self.assertEqual(found("typedef struct splan_thing splan_thing;"),
                         ["splan_thing: there is no splan_thing_free"])


class Shapes(unittest.TestCase):
    def test_lengths(self):
        function = c_header.Function("f", "void", [], "a, b and c [4 n]; d [e[n]]: All, g [n + 1]")
        for name, length in (("a", "4 n"), ("c", "4 n"), ("d", "e[n]"), ("g", "n + 1"), ("h", None)):
            self.assertEqual(function.shape(c_header.Parameter("double*", name)), length)


if __name__ == "__main__":
    unittest.main()
