#!/usr/bin/env python3
"""Holds docs/plan-specification.schema.json and the reader of plan specifications against each other.

Usage: specification_test.py SALESPLAN

1. The example of docs/plan-specification.md, the AdventureWorks plan and every_field.json fit the
   schema and run; together they use every field of it.
2. At every object the schema names the fields that the reader allows, as its error lists them, and
   docs/plan-specification.md mentions them. They require the same fields.
3. Null in place of any field of every_field.json, and every value of WRONG, is refused by both.
"""
import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/plan-specification.schema.json").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs/plan-specification.md").read_text(encoding="utf-8")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
         "number": (int, float)}
KEYWORDS = {"$schema", "title", "type", "const", "enum", "pattern", "minLength", "minimum", "maximum",
            "exclusiveMinimum", "exclusiveMaximum", "required", "properties", "minProperties",
            "additionalProperties", "items", "minItems", "uniqueItems", "oneOf", "anyOf", "not",
            "$ref", "$defs"}
WRONG = [
    ("schema", "salesplan.plan/2"), ("currency.decimals", 7), ("currency.decimals", -1),
    ("language", "de"), ("calendar", "FR"), ("calendar.weekend", "sunday"), ("today", "2026-1-1"),
    ("first_month", "2026"), ("months", 0), ("months", 61), ("dimensions", []),
    ("dimensions.0.name", ""), ("dimensions.0.name", "month"), ("dimensions.0.file", "reps.csv"),
    ("facts.file", "facts.csv"), ("facts.files", ["facts.csv"]), ("target.revenue", {}),
    ("target.revenue.growth", -1), ("target.revenue.amount", 5), ("target.profit.amount", "12,5"),
    ("target.profit.amount", -1), ("target.revenue.market_growth", 101),
    ("forecast.levels", [1]), ("forecast.levels", [0]), ("forecast.levels", [0.8, 0.8]),
    ("forecast.by", ["rep", "rep"]),
    ("allocation.basis", {}), ("allocation.basis.equal", -0.1),
    ("allocation.floor", 1.1),
    ("allocation.margins", [["rep", "rep"]]), ("allocation.ranges.0.within", 1.5),
    ("allocation.ranges.0.price", -1), ("quotas.ramp", [1.5]), ("quotas.hardness", "even"),
    ("quotas.absent", "boss"), ("quotas.prorate", "yes"), ("schedule.absences", {}),
    ("allocation.rules.0", {"where": {}}), ("allocation.rules.0.lower", -1),
    ("allocation.rules.0.where.month", "2026"), ("schedule.tasks.0.node", 5), ("products.weights", {}),
    ("products.file", "products.csv"), ("products.weights.feedback", -1),
    ("products.weights.growth", -1), ("promotions.level", 1), ("promotions.sales", {}),
    ("promotions.file", "promotions.csv"),
    ("budget.total", -1), ("budget.reserve", 1.5), ("budget.basis", {}), ("budget.basis.equal", -1),
    ("budget.parts", []), ("budget.parts.0.share", 1.1), ("budget.parts.0.elasticity", 0),
    ("budget.parts.0.name", ""), ("budget.bounds", {}), ("budget.spent.file", "spent.csv"),
    ("budget.adjustment.step", 0), ("budget.adjustment.certainty", 0.4),
    ("budget.adjustment.smallest", -1), ("material.stock", {}), ("material.list.file", "list.csv"),
    ("material.service", 1), ("material.carrying", -0.1),
    ("accounts.file", "accounts.csv"), ("accounts.model", "bg_bb"), ("accounts.weights", {}),
    ("accounts.weights.loyalty", -1), ("accounts.discount", 0), ("accounts.margin", 1.1),
    ("accounts.tiers", []), ("accounts.tiers.0.name", ""), ("accounts.tiers.0.value_share", 0),
    ("accounts.tiers.0.hours_share", 2), ("accounts.tiers.0.frequency", "daily"),
    ("accounts.tiers.0.minutes", 0), ("accounts.tiers.0.discount_ceiling", -0.1),
    ("accounts.tiers.0.response_hours", 0), ("accounts.tiers.0.budget_share", 1.5),
    ("accounts.day_hours", 25), ("accounts.travel_minutes", -1), ("accounts.visit_months", 0),
    ("accounts.budget", -1), ("accounts.calendars", ["ann", "ann"]), ("review.carry", 1.1),
    ("review.max_change", -0.1), ("review.probability", 0.99), ("review.by", ["rep", "rep"]),
    ("review.mix", ["rep", "rep"]), ("review.responses", {}), ("strategy.per_department", -1),
    ("strategy.rules.0.measure", "turnover"), ("strategy.rules.0.acts", "equal"),
    ("strategy.rules.0.step", 0), ("strategy.rules.0.patience", 0), ("strategy.levers", {}),
    ("strategy.accepted", {}),
    ("alerts.rules.0.kpi", "turnover"), ("alerts.rules.0.condition", "equal"),
    ("alerts.rules.0.pending_for", "1 week"), ("alerts.rules.0.side", "left"),
    ("alerts.rules.0.name", ""), ("dashboard.boards", ["rep", "rep"]),
]


def resolved(schema):
    while "$ref" in schema:
        at = SCHEMA
        for step in schema["$ref"].split("/")[1:]:
            at = at[step]
        schema = at
    return schema


def has_type(value, kind):
    return isinstance(value, TYPES[kind]) and isinstance(value, bool) == (kind == "boolean")


def problem(schema, value, place="$"):
    """Why a value does not fit, or None: the part of JSON Schema that the schema uses."""
    schema = resolved(schema)
    unknown = set(schema) - KEYWORDS
    assert not unknown, f"the test does not know the keywords {unknown}"
    if "type" in schema and not has_type(value, schema["type"]):
        return f"{place} is no {schema['type']}"
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return f"{place} is not {schema.get('const') or schema['enum']}"
    if "not" in schema and problem(schema["not"], value) is None:
        return f"{place} is what it must not be"
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
            return f"{place} does not match"
    if has_type(value, "number"):
        if not (schema.get("minimum", value) <= value <= schema.get("maximum", value)
                and schema.get("exclusiveMinimum", value - 1) < value
                < schema.get("exclusiveMaximum", value + 1)):
            return f"{place} is out of range"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            return f"{place} has too few items"
        if schema.get("uniqueItems") and len(set(value)) < len(value):
            return f"{place} names something twice"
        for i, item in enumerate(value):
            if why := problem(schema.get("items", {}), item, f"{place}[{i}]"):
                return why
    if isinstance(value, dict):
        if len(value) < schema.get("minProperties", 0):
            return f"{place} is empty"
        for name in schema.get("required", []):
            if name not in value:
                return f"{place}.{name} is missing"
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if inner is False:
                return f"{place}.{name} is unknown"
            if why := problem(inner, item, f"{place}.{name}"):
                return why
    if "oneOf" in schema and sum(problem(s, value) is None for s in schema["oneOf"]) != 1:
        return f"{place} does not fit just one of its forms"
    if "anyOf" in schema and all(problem(s, value) for s in schema["anyOf"]):
        return f"{place} fits none of its forms"
    return None


def objects(schema, value, path=()):
    """Every object of a value that has fields of its own, with its path and its schema."""
    schema = resolved(schema)
    for choice in map(resolved, schema.get("oneOf", [])):
        if isinstance(value, dict) and choice.get("type") == "object":
            schema = choice
    if isinstance(value, dict) and schema.get("additionalProperties") is False:
        yield path, schema, value
        for name, item in value.items():
            yield from objects(schema["properties"].get(name, {}), item, (*path, name))
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from objects(schema.get("items", {}), item, (*path, i))


def edited(document, path, value):
    """A copy with the value at `path` replaced; without it where the value is `...`."""
    document = copy.deepcopy(document)
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    if value is ...:
        del at[path[-1]]
    return document


def main(salesplan):
    def run(document, folder=None):
        """The exit code and error of a plan; files are read from `folder`."""
        with tempfile.TemporaryDirectory() as made:
            path = (folder or Path(made)) / "plan.json"
            if folder is None:
                path.write_text(json.dumps(document), encoding="utf-8")
            done = subprocess.run([salesplan, "plan", str(path), "--json", "--quiet"],
                                  capture_output=True, timeout=60)
        return done.returncode, done.stderr.decode("utf-8").strip()

    failures = []
    adventureworks = ROOT / "examples/adventureworks"
    every = json.loads((Path(__file__).parent / "every_field.json").read_text(encoding="utf-8"))
    example = json.loads(re.search(r"```json\n(.*?)```", GUIDE, re.S)[1])
    known = json.loads((adventureworks / "plan.json").read_text(encoding="utf-8"))
    used = {}
    for name, sample, folder in (("every_field.json", every, None),
                                 ("plan-specification.md", example, None),
                                 ("AdventureWorks", known, adventureworks)):
        if why := problem(SCHEMA, sample):
            failures.append(f"{name} does not fit the schema: {why}")
        code, message = run(sample, folder)
        if code != 0:
            failures.append(f"{name} does not run: {message}")
        for path, schema, value in objects(SCHEMA, sample):
            used.setdefault(id(schema), (path, schema, set()))[2].update(value)
    for path, schema, names in used.values():
        if unused := set(schema["properties"]) - names - {"file"}:
            failures.append(f"no sample has {unused} at {path}")

    fields = 0
    for path, schema, value in objects(SCHEMA, every):
        code, message = run(edited(every, (*path, "no_such_field"), 1))
        allowed = re.search(r"unknown field \"no_such_field\"; allowed: (.*)$", message)
        if not allowed or set(allowed[1].split(", ")) != set(schema["properties"]):
            failures.append(f"the schema has other fields at {path} than the reader: {message}")
        for name in schema["properties"]:
            if not re.search(rf"`[^`\n]*\b{name}\b[^`\n]*`", GUIDE):
                failures.append(f"docs/plan-specification.md does not mention {name}")
        for name in value:
            missed = f'the field "{name}" is missing' in run(edited(every, (*path, name), ...))[1]
            if missed != (name in schema.get("required", [])):
                failures.append(f"required by schema or reader alone: {(*path, name)}")
            wrong = edited(every, (*path, name), None)
            if problem(SCHEMA, wrong) is None or run(wrong)[0] != 3:
                failures.append(f"null is not refused at {(*path, name)}")
            fields += 1
    for where, value in WRONG:
        path = [int(step) if step.isdigit() else step for step in where.split(".")]
        wrong = edited(every, path, value)
        why = problem(SCHEMA, wrong)
        code, message = run(wrong)
        if code != 3 or why is None:
            failures.append(f"{where} = {value!r}: schema: {why}; reader: {code}, {message}")
    for failure in failures:
        print(failure)
    print(f"{fields} fields, {len(WRONG)} wrong values, {len(failures)} failures")
    return bool(failures) or fields < 50


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
