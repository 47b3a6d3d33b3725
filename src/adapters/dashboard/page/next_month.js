// What to change after the months shown, and what the month after them is to bring.

// The rows of the owners' placed targets, their sum, the month, and the resources they need.
function placedTargets({ model, view, text, format }) {
  const last = model.months[view.chosen[view.chosen.length - 1]]?.month;
  const placed = (model.placed_targets ?? []).filter((row) => row.reviewed_month === last);
  if (placed.length === 0) return null;
  const total = (model.next_total ?? []).find(({ month }) => month === placed[0].next_month);
  const resources = Object.keys(placed[0]).filter((key) => key.endsWith('_needed'))
    .map((key) => key.slice(0, -'_needed'.length)).filter((name) => placed.some((row) => known(row[`${name}_needed`])));
  const rows = placed.map((row) => ({
    ...row,
    label: row.label ?? row[model.owner],
    change: row.last > 0 ? row.target / row.last - 1 : null,
    held: row.held && named(text.heldBy, row.held),
    good: row.held && !['upper', 'lower'].includes(row.held) ? false : null,
  }));
  const sums = { label: text.total };
  const amounts = resources.flatMap((name) => [`${name}_needed`, `${name}_available`]);
  for (const key of ['planned', 'last', 'target', 'forecast', ...amounts]) sums[key] = sum(rows, key);
  sums.change = sums.last > 0 ? sums.target / sums.last - 1 : null;
  sums.probability = total?.probability ?? null;
  const month = monthName(model.months.find(({ month }) => month === placed[0].next_month), format.month);
  return { rows, sums, total, month, resources };
}

// The owners' targets at the plan's probability.
function nextMonth(page) {
  const { text, format } = page;
  const placed = placedTargets(page);
  if (!placed) return null;
  const { rows, sums, total, month } = placed;
  return {
    id: 'nextMonth',
    layout: 'stacked',
    title: text.nextMonthTitle(month),
    news: total ? text.nextMonthNews(format.money(total.total), format.percent(total.probability)) : '',
    columns: [
      { key: 'label', head: text.owner },
      { key: 'planned', head: text.planned, type: 'money' },
      { key: 'last', head: text.lastInSeason, type: 'money' },
      { key: 'target', head: text.target, type: 'money' },
      { key: 'change', head: text.change, type: 'percent' },
      { key: 'forecast', head: text.forecast, type: 'money' },
      { key: 'probability', head: text.probability, type: 'percent' },
      { key: 'held', head: text.held, format: (held) => held || '–', tone: (row) => tone(row.good ?? null) },
    ],
    rows,
    total: sums,
    sort: { key: 'target', down: true },
  };
}

// What these targets need of each resource, beside what is there.
function nextResources(page) {
  const { text } = page;
  const placed = placedTargets(page);
  if (!placed || placed.resources.length === 0) return null;
  const { rows, sums, month, resources } = placed;
  const type = (name) => (name === 'budget' ? 'money' : 'count');
  return {
    id: 'nextResources',
    layout: 'stacked',
    title: text.nextResourcesTitle(month),
    columns: [
      { key: 'label', head: text.owner },
      ...resources.flatMap((name) => [
        { key: `${name}_needed`, head: text.resourceNeeded(named(text.resources, name)), type: type(name) },
        { key: `${name}_available`, head: text.resourceThere(named(text.resources, name)), type: type(name) },
      ]),
    ],
    rows,
    total: sums,
    sort: { key: 'target', down: true },
  };
}

// The moves that the strategy rules proposed at the ends of the months that are chosen.
function strategy({ model, view, text, format }) {
  const months = view.chosen.map((i) => model.months[i].month);
  const rows = (model.strategy ?? []).filter(({ month }) => months.includes(month)).map((row) => ({
    ...row,
    label: row.label ?? row.member,
    name: monthName(model.months.find(({ month }) => month === row.month), format.shortMonth),
    move: `${format.count(row.from)} → ${format.count(row.to)}`,
    good: known(row.realised) ? row.realised >= 0 : null,
  }));
  if (rows.length === 0) return null;
  const judged = model.strategy_ledger;
  return {
    id: 'strategy',
    layout: 'stacked',
    title: text.strategyTitle,
    news: judged ? text.strategyNews(judged.judged, format.signedMoney(judged.bias)) : '',
    columns: [
      { key: 'name', by: 'month', head: text.month },
      { key: 'label', head: text.owner },
      { key: 'rule', head: text.rule },
      { key: 'state', head: text.state, format: (state) => named(text.moveStates, state) },
      { key: 'lever', head: text.lever },
      { key: 'move', by: 'to', head: text.change },
      { key: 'effect', head: text.expectedEffect, type: 'signedMoney' },
      { key: 'accepted', head: text.accepted, format: (accepted) => (accepted ? '✓' : '–') },
      { key: 'realised', head: text.realised, type: 'signedMoney', tone: (row) => tone(row.good) },
    ],
    rows,
  };
}
