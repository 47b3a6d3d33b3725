// The reader's own table: rows, columns, a measure and a period, over the facts below the filters.

const queryColumns = 12;  // the largest; the rest is one column

// What a measure makes of a group's sums; a ratio is computed from sums, never averaged.
const measures = {
  target: { type: 'money', of: (sums) => sums.target },
  actual: { type: 'money', of: (sums) => sums.actual },
  attainment: { type: 'percent', of: (sums) => ratio(sums.actual, sums.target) },
  gap: { type: 'signedMoney', of: (sums) => difference(sums.actual, sums.expected) },
  share: { type: 'percent', of: (sums, whole) => ratio(sums.actual ?? sums.target, whole.actual ?? whole.target) },
  before: { type: 'money', of: (sums) => sums.before },
  growth: { type: 'percent', of: (sums) => difference(ratio(sums.actual, sums.before), 1) },
};

// A number for each pair of groups, so that sums by rows and columns are sums by one grouping.
const crossed = (rows, columns) => ({
  of: rows.of.map((row, i) => row * columns.members.length + columns.of[i]),
  members: { length: 0 },
});

function query(page) {
  const { model, facts, text, format, periods, filters, rows: below, state, show } = page;
  if (!facts) return null;
  const { groups } = facts;
  groups[0].members = model.months.map((month) => ({ label: monthName(month, format.shortMonth) }));
  const groupName = ({ name, level }) => named(text.dimensions, name) + (level ? ` ${text.level(level)}` : '');
  const names = groups.map((group, i) => ({ value: String(i), label: groupName(group) }));
  const chosen = { rows: '1', columns: '', measure: 'actual', period: '', ...state.query };
  const period = periods.find(({ key }) => key === chosen.period);
  const view = period ? periodView(model, facts, period, filters, below) : page.view;
  const { type, of } = measures[chosen.measure];
  const byRow = groups[chosen.rows];
  const byColumn = groups[chosen.columns];

  const [whole = { target: 0 }] = sumsBy(facts, view.rows, everything(facts), view.shares);
  const figures = (sums) => ({ total: of(sums, whole) });
  const rows = sumsBy(facts, view.rows, byRow, view.shares)
    .map((sums) => ({ label: sums.label, member: sums.member, ...figures(sums) }));
  const total = { label: text.total, ...figures(whole) };
  let heads = [];
  if (byColumn) {
    const size = (sums) => Math.abs(sums.actual ?? sums.target);
    heads = sumsBy(facts, view.rows, byColumn, view.shares);
    if (heads.length > queryColumns) {
      heads = heads.sort((a, b) => size(b) - size(a)).slice(0, queryColumns);
    }
    const place = new Map(rows.map((row) => [row.member, row]));
    for (const head of heads) {
      head.rows = view.rows.filter((i) => byColumn.of[i] === head.member);
      total[head.member] = of(head, whole);
      for (const sums of sumsBy(facts, head.rows, byRow, view.shares)) {
        place.get(sums.member)[head.member] = of(sums, whole);
      }
    }
  }

  const select = (name, label, options) => element('label', {}, `${label} `,
    choice(`query ${name}`, label, options, chosen[name],
      (value) => show({ query: { ...chosen, [name]: value } })));
  const usable = Object.keys(measures).filter((name) => facts.before || !['before', 'growth'].includes(name));
  const columns = [
    { key: 'label', ...(byRow.name === 'month' ? { by: 'member' } : {}), head: groupName(byRow) },
    ...heads.map(({ member, label }) => ({ key: String(member), head: label, type })),
    { key: 'total', head: byColumn ? text.total : text.measures[chosen.measure], type },
  ];
  return {
    id: 'query',
    title: text.queryTitle,
    news: text.queryNews(text.measures[chosen.measure], groupName(byRow), view.label),
    layout: byColumn ? 'stacked' : undefined,
    controls: element('div', { class: 'controls query', role: 'group', 'aria-label': text.queryTitle },
      select('rows', text.rows, names),
      select('columns', text.columns, [{ value: '', label: text.none }, ...names]),
      select('measure', text.measure, usable.map((name) => ({ value: name, label: text.measures[name] }))),
      select('period', text.period, [{ value: '', label: text.asAbove },
        ...periods.map(({ key, label }) => ({ value: key, label }))])),
    columns,
    rows,
    total,
    chartNote: rows.length > chartLimit && text.chartRows(chartLimit, rows.length),
    height: 300,
    chart: (shown, more) => queryBars({ rows: shown, columns: columns.slice(1), type, ...more }),
  };
}
