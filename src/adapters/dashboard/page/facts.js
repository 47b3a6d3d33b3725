// The facts behind the figures: one row a month and cell, and what the page sums them up to.

// The model's columns as typed arrays; null where the model has none. Members come with parents
// before children; the rows name leaves.
function readFacts(facts) {
  if (!facts) return null;
  const numbers = (column) => Float64Array.from(column, (value) => value ?? NaN);
  const read = {
    dimensions: facts.dimensions.map(({ name, members }) => {
      const depths = [];
      members.forEach(({ parent }, i) => depths.push(parent < i ? depths[parent] + 1 : 0));
      return { name, members: members.map(({ key, label, parent }, i) => (
        { key, label: label ?? key, parent: parent < i ? parent : -1, depth: depths[i] })), row: Int32Array.from(facts.members[name]) };
    }),
    month: Int32Array.from(facts.month),
    target: numbers(facts.target),
    actual: numbers(facts.actual),
    before: facts.before?.some(known) ? numbers(facts.before) : null,
  };
  return { ...read, groups: groupings(read) };
}

const dimensionOf = (facts, name) => facts?.dimensions.find((dimension) => dimension.name === name);

// For every member, whether it is `member` or lies below it.
function isBelow({ members }, member) {
  const below = new Uint8Array(members.length);
  below[member] = 1;
  members.forEach(({ parent }, i) => { if (parent >= 0 && below[parent]) below[i] = 1; });
  return below;
}

// The rows that lie below every filter {dimension, member}.
function filtered(facts, filters) {
  const tests = filters.map(({ dimension, member }) => {
    const found = dimensionOf(facts, dimension);
    return { row: found.row, below: isBelow(found, member) };
  });
  const rows = [];
  for (let i = 0; i < facts.month.length; ++i) {
    if (tests.every(({ row, below }) => below[row[i]])) rows.push(i);
  }
  return rows;
}

// Ways to group rows: by month, by the leaves of each dimension and by the levels above them.
function groupings(facts) {
  const all = [{ name: 'month', of: facts.month, members: [] }];
  for (const { name, members, row } of facts.dimensions) {
    const deepest = Math.max(0, ...members.map(({ depth }) => depth));
    for (let level = 0; level <= deepest; ++level) {
      const ancestor = members.map((member, i) => {
        let at = i;
        while (members[at].depth > level) at = members[at].parent;
        return at;
      });
      all.push({ name, level: level < deepest ? level + 1 : null, members,
        of: level < deepest ? row.map((member) => ancestor[member]) : row });
    }
  }
  return all;
}

// Sums of rows by group, in the order of the groups' members; months nobody has sold in yet leave
// `actual` missing. `shares[month]` is what should be there by now of a target.
function sumsBy(facts, rows, { of, members }, shares) {
  const groups = [];
  for (const i of rows) {
    const group = groups[of[i]] ??= { ...members[of[i]], member: of[i],
      target: 0, actual: null, expected: 0, before: null };
    const share = shares[facts.month[i]];
    group.target += facts.target[i];
    group.expected = share === null || group.expected === null ? null
      : group.expected + share * facts.target[i];
    if (!Number.isNaN(facts.actual[i])) group.actual = (group.actual ?? 0) + facts.actual[i];
    if (facts.before && !Number.isNaN(facts.before[i])) {
      group.before = (group.before ?? 0) + facts.before[i];
    }
  }
  return groups.filter((group) => group && (group.target !== 0 || group.actual || group.before));
}

// The same from the parts that the months themselves list.
function sumsOfParts(months, part, kind, shares) {
  const groups = new Map();
  months.forEach((month, m) => {
    for (const row of month[part]?.[kind] ?? []) {
      const group = groups.get(row.key)
        ?? { key: row.key, label: row.label, target: 0, actual: null, expected: 0 };
      groups.set(row.key, group);
      group.target += row.target;
      if (known(row.actual)) group.actual = (group.actual ?? 0) + row.actual;
      group.expected = shares[m] === null || group.expected === null ? null
        : group.expected + shares[m] * row.target;
    }
  });
  return [...groups.values()];
}

const statusOf = (months) => (months.every(({ status }) => status === 'closed') ? 'closed'
  : months.every(({ status }) => status === 'planned') ? 'planned' : 'open');

// Periods a reader may choose: every month, quarters of three months, what has begun, and all.
function periodsOf(months, format, text) {
  const all = months.map((month, i) => i);
  const begun = all.filter((i) => months[i].status !== 'planned');
  const label = (members) =>
    [members[0], members.at(-1)].map((i) => monthName(months[i], format.shortMonth)).join(' – ');
  const periods = all.map((i) =>
    ({ key: `month-${i}`, group: 'month', label: monthName(months[i], format.month), months: [i] }));
  for (let q = 0; q + 3 <= months.length && months.length > 3; q += 3) {
    periods.push({ key: `quarter-${q}`, group: 'quarter', label: label([q, q + 2]), months: [q, q + 1, q + 2] });
  }
  if (begun.length > 1) periods.push({ key: 'begun', group: 'more', label: text.toDate(label(begun)), months: begun });
  if (months.length > 1) periods.push({ key: 'all', group: 'more', label: text.allMonths(label(all)), months: all });
  return periods;
}

const everything = (facts) =>
  ({ of: new Uint8Array(facts.month.length), members: [{}] });  // one group that holds all rows

// Figures of whole months together, from the model's own.
function monthTotals(months, shares) {
  const lands = months.map(({ landing, forecast }) => landing ?? forecast);
  const paces = months.map(({ target }, m) => (shares[m] === null ? null : shares[m] * target));
  const all = (values) => (values.every(known) ? values.reduce((a, b) => a + b) : null);
  return {
    target: sum(months, 'target'), actual: sum(months, 'actual'), forecast: sum(months, 'forecast'),
    landing: all(lands), expected: all(paces),
  };
}

// Figures of what the filters leave; a month in progress lands by the straight line of workdays.
function rowTotals(facts, rows, status, shares, single) {
  const [total] = sumsBy(facts, rows, everything(facts), shares);
  const actual = total?.actual ?? (status === 'planned' ? null : 0);
  const landing = status === 'closed' ? actual
    : status === 'open' && single !== null ? ratio(actual, shares[single]) : null;
  return { target: total?.target ?? 0, actual, forecast: null, landing, expected: total?.expected ?? null };
}

// A period under filters, in the shape of a month of the model: what every section shows. `rows`
// are the facts below the filters, of all months.
function periodView(model, facts, period, filters, rows) {
  const months = period.months.map((i) => model.months[i]);
  const [first] = months;
  const single = months.length === 1 ? period.months[0] : null;
  const status = statusOf(months);
  const shares = model.months.map((month) => (status === 'planned' ? null : shareByNow(month)));
  const ours = period.months.map((i) => shares[i]);
  const whole = filters.length === 0;
  const within = rows.filter((i) => period.months.includes(facts.month[i]));
  const parts = (part) => {
    const sums = {};
    for (const kind of new Set(months.flatMap((month) => Object.keys(month[part] ?? {})))) {
      const dimension = dimensionOf(facts, kind);
      if (dimension) {
        sums[kind] = sumsBy(facts, within, { of: dimension.row, members: dimension.members }, shares);
      } else if (whole) {
        sums[kind] = sumsOfParts(months, part, kind, ours);
      }
    }
    return sums;
  };
  return {
    ...(whole && single !== null ? first : {}),
    ...(whole ? monthTotals(months, ours) : rowTotals(facts, within, status, shares, single)),
    key: period.key, label: period.label, chosen: period.months, status, shares, rows: within,
    units: parts('units'), mix: parts('mix'),
    days: whole && single !== null ? first.days : [],
  };
}
