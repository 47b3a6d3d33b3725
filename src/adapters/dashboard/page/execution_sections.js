// Sections of who does what in which week, with which budget and material.

// The tasks of the month, if one is chosen, and what slipped into it.
function tasks({ model, view, text, format }) {
  if (!model.tasks || view.chosen.length !== 1) return null;
  const { month } = model.months[view.chosen[0]];
  const of = (list) => (list ?? []).filter((row) => row.month === month);
  const title = (row) => row[text.lang.slice(0, 2)] || row.en || row.task;
  const weeks = of(model.tasks.weeks);
  if (weeks.length === 0) return null;
  const rows = [
    ...of(model.tasks.dated).map((row) => ({
      ...row, label: title(row), who: row.role || named(text.dimensions, model.owner), slipped: '',
    })),
    ...of(model.tasks.carried).map((row) => ({
      ...row, week: 1, start: row.due, label: title(row), who: row.label ?? row.owner, muted: true,
      slipped: text.yes,
    })),
  ];
  const moved = [...new Set(weeks.map((week) => week.moved_by).filter(Boolean))];
  return {
    id: 'tasks',
    title: text.tasksTitle,
    news: weeks.map((week) => `W${week.week} ${format.date(week.start)} – ${format.date(week.due)}`).join(' · '),
    note: moved.length > 0 && text.movedBy(moved.join(', ')),
    columns: [
      { key: 'label', head: text.task },
      { key: 'week', head: text.week, format: (week) => `W${week}` },
      { key: 'start', head: text.from, format: format.day, raw: true },
      { key: 'due', head: text.due, format: format.day, raw: true },
      { key: 'who', head: text.who },
      ...(rows.some(({ slipped }) => slipped) ? [{ key: 'slipped', head: text.slipped }] : []),
    ],
    rows,
    height: 64 + 26 * Math.min(chartLimit, rows.length),
    chart: (shown, more) => taskBars({ month, rows: shown.slice(0, chartLimit), ...more }),
  };
}

// What each week of the chosen month is to bring, by owner, and below it what the weeks that have
// begun brought.
function weekTargets({ model, view, text }) {
  if (!model.tasks?.targets || view.chosen.length !== 1) return null;
  const chosen = model.months[view.chosen[0]];
  const weeks = model.tasks.weeks.filter((week) => week.month === chosen.month);
  const evening = lastActualDay(chosen)?.date ?? '';
  const begun = weeks.filter(({ start, actual }) => start <= evening && known(actual)).length;
  const rows = model.tasks.targets.filter((row) => row.month === chosen.month).map((row) => ({
    label: row.label ?? row.owner,
    ...Object.fromEntries(row.weeks.map((amount, i) => [`w${i + 1}`, amount])),
    ...Object.fromEntries((row.actual ?? []).slice(0, begun).map((amount, i) => [`a${i + 1}`, amount])),
    target: row.weeks.reduce((a, b) => a + b, 0),
    actual: row.actual?.reduce((a, b) => a + b, 0),
  }));
  if (rows.length === 0) return null;
  const total = { label: text.total };
  const reached = (due, actual, target) =>
    (row) => tone(due <= evening && known(row[target]) ? row[actual] >= row[target] : null);
  const columns = [...weeks.flatMap(({ week, workdays, due }) => [
    { key: `w${week}`, head: text.weekOf(week, workdays), type: 'money' },
    ...(week <= begun
      ? [{ key: `a${week}`, head: text.weekActual(week), type: 'money', tone: reached(due, `a${week}`, `w${week}`) }]
      : []),
  ]),
  { key: 'target', head: text.target, type: 'money' },
  ...(begun > 0 ? [{ key: 'actual', head: text.actual, type: 'money' }] : [])];
  for (const { key } of columns) total[key] = sum(rows, key);
  return {
    id: 'weekTargets',
    layout: 'stacked',
    title: text.weekTargetsTitle,
    news: begun > 0 ? text.weekActualNews : text.weekTargetsNews,
    columns: [{ key: 'label', head: named(text.dimensions, model.owner) }, ...columns],
    rows,
    total,
    sort: { key: 'target', down: true },
  };
}

// The chosen month of a rep as a calendar: a row a week, a column a day of the week.
function calendars({ model, view, text, format }) {
  if (!model.accounts?.calendars || view.chosen.length !== 1) return null;
  const { month } = model.months[view.chosen[0]];
  const weekday = (date) => (new Date(date).getUTCDay() + 6) % 7;  // Monday is 0
  const monday = (date) => new Date(Date.parse(date) - 864e5 * weekday(date)).toISOString().slice(0, 10);
  const clock = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return model.accounts.calendars.map(({ rep, label, visits }) => {
    const shown = visits.filter(({ date }) => date.slice(0, 7) === month);
    const weeks = new Map();
    for (const { date, label: customer, tier, start } of shown) {
      const row = weeks.get(monday(date)) ?? { week: monday(date), visits: 0 };
      weeks.set(row.week, row);
      const day = row[weekday(date)] ?? { date, lines: [] };
      day.lines.push(`${clock(start)} ${customer} (${tier})`);
      row[weekday(date)] = day;
      row.visits += 1;
    }
    const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => [...weeks.values()].some((row) => row[day]));
    return {
      id: `calendar ${rep}`,
      layout: 'stacked',
      title: text.calendarTitle(label ?? rep),
      news: text.calendarNews(shown.length, monthName(model.months[view.chosen[0]], format.month)),
      columns: [
        { key: 'week', head: text.week, format: format.date, raw: true },
        ...days.map((day) => ({
          key: day,
          head: format.weekday(day),
          format: (cell) => (cell ? cell.lines.join('; ') : ''),
          node: (row) => row[day] && element('div', { class: 'day' },
            element('b', {}, format.date(row[day].date)),
            ...row[day].lines.map((line) => element('div', {}, line))),
        })),
        { key: 'visits', head: text.visitCount, type: 'count' },
      ],
      rows: [...weeks.values()],
    };
  }).filter(({ rows }) => rows.length > 0);
}

// The budget of the chosen months, and what was spent in those of them that are over.
function budget({ model, view, text, format }) {
  if (!model.budget) return null;
  const { lines, comment } = model.budget;
  const closed = Math.max(0, ...lines.map(({ spent }) => spent?.length ?? 0));
  const over = view.chosen.filter((m) => m < closed);
  const add = (values, months) => months.reduce((all, m) => all + (values?.[m] ?? 0), 0);
  const rows = lines.map((line) => {
    const due = add(line.months, over);
    const spent = over.length > 0 ? add(line.spent, over) : null;
    return {
      ...line, label: line.label ?? line.line, budget: add(line.months, view.chosen), due, spent,
      used: ratio(spent, due), good: spent === null ? null : spent <= due,
      lands: ratio(line.landing, line.target),
    };
  }).filter(({ budget: amount, spent }) => amount !== 0 || spent);
  const total = { label: text.total, part: '' };
  for (const name of ['budget', 'due', 'spent']) total[name] = sum(rows, name);
  total.used = ratio(total.spent, total.due);
  return {
    id: 'budget',
    layout: 'stacked',
    title: text.budgetTitle,
    news: over.length > 0 ? text.budgetNews(format.money(total.spent), format.money(total.due),
      format.money(model.budget.reserve_left)) : text.reserveNews(format.money(model.budget.reserve_left)),
    note: comment,
    columns: [
      { key: 'label', head: text.budgetLine },
      { key: 'part', head: text.part, format: (part) => named(text.dimensions, part) },
      { key: 'budget', head: text.budgetAmount, type: 'money' },
      { key: 'spent', head: text.spent, type: 'money' },
      { key: 'used', head: text.usedBudget, type: 'percent', tone: (row) => tone(row.good ?? null) },
      { key: 'lands', head: text.landsAt, type: 'percent' },
    ],
    rows,
    total,
    sort: { key: 'budget', down: true },
    height: 64 + 26 * Math.min(chartLimit, rows.length),
    chart: (shown, more) => pairBars({
      rows: shown.slice(0, chartLimit), kind: 'shortMoney',
      wide: { key: 'budget', name: text.budgetAmount }, slim: { key: 'spent', name: text.spent }, ...more,
    }),
  };
}

// What the adjustment proposes after each of the chosen months.
function budgetProposals({ model, view, text, format }) {
  if (!model.budget?.proposals) return null;
  const months = view.chosen.map((i) => model.months[i].month);
  const labelOf = new Map(model.budget.lines.map((line) => [`${line.part}\n${line.line}`, line.label ?? line.line]));
  const end = (part, line) => (part ? labelOf.get(`${part}\n${line}`) ?? line
    : line === 'reserve' ? text.reserve : '–');
  const rows = model.budget.proposals.filter(({ month }) => months.includes(month)).map((row) => ({
    ...row,
    name: monthName(model.months.find(({ month }) => month === row.month), format.shortMonth),
    giver: end(row.from_part, row.from),
    taker: end(row.to_part, row.to),
    why: (row.causes ?? []).map(({ line, cause, value }, i, causes) => {
      const words = named(text.causes, cause);
      const shown = cause === 'returns' ? format.count(value) : format.percent(value);
      const said = typeof words === 'function' ? words(shown) : words;
      return i > 0 && line !== causes[i - 1].line ? text.theOther(said) : said;
    }).join(text.causeComma),
  }));
  if (rows.length === 0) return null;
  return {
    id: 'budgetProposals',
    layout: 'stacked',
    title: text.budgetProposalsTitle,
    news: text.budgetProposalsNews(rows.length, format.money(sum(rows, 'effect'))),
    columns: [
      { key: 'name', by: 'month', head: text.month },
      { key: 'action', head: text.action, format: (action) => named(text.changes, action) },
      { key: 'giver', head: text.giver },
      { key: 'taker', head: text.taker },
      { key: 'amount', head: text.amount, type: 'money' },
      { key: 'effect', head: text.gain, type: 'signedMoney', tone: (row) => tone(isGood(row.effect)) },
      { key: 'effect_lower', head: text.lower, type: 'signedMoney' },
      { key: 'effect_upper', head: text.upper, type: 'signedMoney' },
      { key: 'why', head: text.reason },
    ],
    rows,
  };
}

// Sales material: what is needed, how far stock and open orders reach, and what to order first.
function material({ model, text, format }) {
  if (!model.material?.items) return null;
  const { items, first, last, comment } = model.material;
  const rows = items.map((row) => {
    const share = row.need > 0 ? row.covered / row.need : null;
    return { ...row, label: row.label ?? row.material, share, good: share === null ? null : share >= 1 };
  });
  const short = rows.filter(({ good }) => good === false);
  return {
    id: 'material',
    layout: 'stacked',
    title: text.materialTitle,
    news: text.materialNews(rows.length - short.length, rows.length,
      `${format.date(first)} – ${format.date(last)}`),
    note: comment,
    columns: [
      { key: 'label', head: text.material },
      { key: 'need', head: text.needed, type: 'count' },
      { key: 'on_hand', head: text.onHand, type: 'count' },
      { key: 'on_order', head: text.onOrder, type: 'count' },
      { key: 'share', head: text.covered, type: 'percent', tone: (row) => tone(row.good) },
      { key: 'out_on', head: text.outOn, format: (date) => (date ? format.date(date) : '–') },
      { key: 'safety_stock', head: text.safetyStock, type: 'count' },
      { key: 'reorder_point', head: text.reorderPoint, type: 'count' },
      { key: 'order_on', head: text.orderOn, format: (date) => (date ? format.date(date) : '–') },
      { key: 'order_pieces', head: text.pieces, type: 'count' },
      { key: 'expiring', head: text.expiring, type: 'count', tone: (row) => tone(row.expiring > 0 ? false : null) },
      { key: 'idle_value', head: text.idle, type: 'money' },
    ],
    rows,
    height: 64 + 26 * Math.min(chartLimit, rows.length),
    chart: (shown, more) => pairBars({
      rows: shown.slice(0, chartLimit), kind: 'count',
      wide: { key: 'need', name: text.needed }, slim: { key: 'covered', name: text.covered }, ...more,
    }),
  };
}

function materialOrders({ model, text, format }) {
  if (!model.material?.orders) return null;
  const rows = model.material.orders.map((row) => ({
    ...row, label: row.label ?? row.material, good: row.days_late === 0,
  }));
  return {
    id: 'materialOrders',
    layout: 'stacked',
    title: text.ordersTitle,
    news: text.ordersNews(rows.length, format.money(sum(rows, 'cost')), rows.filter(({ good }) => !good).length),
    columns: [
      { key: 'label', head: text.material },
      { key: 'order_on', head: text.orderOn, format: format.date },
      { key: 'pieces', head: text.pieces, type: 'count' },
      { key: 'arrives', head: text.arrives, format: format.date },
      { key: 'needed_on', head: text.neededOn, format: format.date },
      { key: 'days_late', head: text.daysLate, type: 'count', tone: (row) => tone(row.good) },
      { key: 'cost', head: text.cost, type: 'money' },
    ],
    rows,
    sort: { key: 'order_on', down: false },
  };
}
