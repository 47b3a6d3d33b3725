// What the page shows, section by section. Each takes the page {model, facts, view, filters, text,
// format, ...} and yields the section's data for cards.js, or null where there is nothing to show.

const tone = (good) => (good === null ? '' : good ? 'good' : 'bad');
const triangle = (good) => (good === null ? '' : good ? '▲ ' : '▼ ');

function tiles({ view: month, text, format }) {
  const tile = (name, label, value, note, gap = null, extra = []) =>
    element('div', { class: `tile ${name}` },
      element('dt', {}, label),
      element('dd', { class: 'value' }, value),
      element('dd', { class: `note ${tone(isGood(gap))}` }, triangle(isGood(gap)) + note),
      ...extra);
  const attainment = ratio(month.actual, month.target);
  const toTarget = difference(month.actual, month.target);
  const toPace = difference(month.actual, month.expected);
  const toLand = difference(month.landing, month.target);
  const last = lastActualDay(month);
  const when = month.status === 'open' ? (last ? text.asOf(format.date(last.date)) : text.statuses.open)
    : month.status === 'closed' ? text.whole : text.notStarted;
  const bar = element('dd', { class: `bar ${tone(isGood(toPace))}`, 'aria-hidden': 'true' });
  const fill = element('span');
  fill.style.width = `${100 * Math.min(1, Math.max(0, attainment ?? 0))}%`;
  bar.append(fill);
  const mark = ratio(month.expected, month.target);
  if (month.status === 'open' && mark !== null) {
    const pace = element('i');
    pace.style.left = `${100 * Math.min(1, mark)}%`;
    bar.append(pace);
  }
  const left = last ? month.days.filter(({ date, workday }) => workday && date > last.date).length : 0;
  const gapNote = toTarget === null ? '' : toTarget >= 0 ? text.over(format.shortMoney(toTarget))
    : month.status !== 'open' ? text.short(format.shortMoney(-toTarget))
      : text.toGo(format.shortMoney(-toTarget), left > 0 && format.shortMoney(-toTarget / left));
  const range = month.status === 'open' && known(month.landing_lower) && known(month.landing_upper)
    ? [element('dd', { class: 'note range' }, text.landingRange(format.shortMoney(month.landing_lower),
      format.shortMoney(month.landing_upper), known(month.probability) && format.percent(month.probability)))] : [];
  const paceNote = toPace === null ? ''
    : (toPace >= 0 ? text.aheadBy : text.behindBy)(format.shortMoney(Math.abs(toPace)));
  return element('dl', { class: 'tiles', 'aria-label': text.summary },
    tile('target', text.target, format.shortMoney(month.target),
      known(month.forecast) ? `${text.forecast} ${format.shortMoney(month.forecast)}` : ''),
    tile('actual', text.actual, format.shortMoney(month.actual), when),
    tile('attainment', text.attainment, format.percent(attainment), gapNote, null, [bar]),
    tile('pace', text.pace, format.percent(ratio(month.actual, month.expected)), paceNote, toPace),
    tile('landing', text.landing, format.shortMoney(month.landing),
      toLand === null ? '' : text.ofTarget(format.percent(ratio(month.landing, month.target))),
      toLand, range));
}

const figureColumns = (text) => [
  { key: 'target', head: text.target, type: 'money' },
  { key: 'actual', head: text.actual, type: 'money' },
  { key: 'attainment', head: text.attainment, type: 'percent' },
];

const gapColumn = (view, text) => ({
  key: 'gap',
  head: view.status === 'closed' ? text.toTarget : text.toPace,
  type: 'signedMoney',
  tone: (row) => tone(row.good),
});

function totalRow(rows, text) {
  const expected = rows.every((row) => known(row.expected)) ? sum(rows, 'expected') : null;
  const total = { label: text.total, expected };
  for (const name of ['target', 'actual', 'before']) total[name] = sum(rows, name);
  return withDerived([total])[0];
}

function course({ view, text, format }) {
  if (view.days.length === 0) return null;
  const last = lastActualDay(view);
  const rows = view.days.map((day) => {
    const gap = difference(day.actual_cumulative, day.pace_cumulative);
    return { ...day, gap, good: isGood(gap), muted: !day.workday };
  });
  const current = rows.find((row) => row.date === last?.date);
  return {
    id: 'course',
    title: text.courseTitle,
    news: current?.good == null ? text.plannedNews
      : triangle(current.good)
        + (current.good ? text.aheadBy : text.behindBy)(format.money(Math.abs(current.gap))),
    columns: [
      { key: 'date', head: text.date, format: format.day, raw: true },
      { key: 'workday', head: text.day, format: (workday) => (workday ? text.workday : text.dayOff) },
      { key: 'actual_cumulative', head: text.actualCumulative, type: 'money' },
      { key: 'pace_cumulative', head: text.paceCumulative, type: 'money' },
      { ...gapColumn(view, text), head: text.toPace },
    ],
    rows,
    current: view.status === 'open' ? current : null,
    chart: (_, page) => courseLines({ month: view, ...page }),
  };
}

// The name of a unit, as a button that shows the page for this unit alone.
const drillColumn = (kind, head, { facts, filters, text, drill }) => {
  const dimension = dimensionOf(facts, kind);
  const chosen = filters.find((filter) => filter.dimension === kind)?.member;
  return {
    key: 'label', head,
    node: dimension && ((row) => (row.member === undefined || row.member === chosen ? null
      : element('button', {
          type: 'button', class: 'link', id: `units ${kind} ${row.key}`, title: text.drillInto(row.label),
          click: () => drill(kind, row.member),
        }, row.label))),
  };
};

function units(kind, page) {
  const { view, facts, text, format } = page;
  const title = named(text.unitTitles, kind);
  const head = named(text.dimensions, kind);
  const rows = withDerived(view.units[kind]);
  const judged = rows.filter((row) => row.good !== null);
  const worst = judged.reduce((low, row) => (row.gap < (low?.gap ?? 0) ? row : low), null);
  return {
    id: `units ${kind}`,
    title,
    news: judged.length === 0 ? text.plannedNews
      : text.unitNews(judged.filter((row) => row.good).length, judged.length, head,
        view.status === 'open', worst && `${worst.label} ${format.money(worst.gap)}`),
    chartNote: rows.length > chartLimit && text.chartRows(chartLimit, rows.length),
    columns: [drillColumn(kind, head, page), ...figureColumns(text), gapColumn(view, text)],
    rows,
    total: totalRow(rows, text),
    sort: { key: 'target', down: true },
    height: 64 + 26 * Math.min(chartLimit, rows.length),
    chart: (shown, more) => unitBars({ status: view.status, rows: shown, ...more }),
    onPick: dimensionOf(facts, kind) && ((row) => page.drill(kind, row.member)),
  };
}

function mix(kind, page) {
  const { view, text, format } = page;
  const rows = sorted(withDerived(view.mix[kind]), { key: 'share', down: true }, text.locale);
  return {
    id: `mix ${kind}`,
    layout: 'half',
    title: named(text.mixTitles, kind),
    news: rows.length > 0 ? text.mixNews(rows[0].label, format.percent(rows[0].share)) : '',
    columns: [
      drillColumn(kind, named(text.dimensions, kind), page),
      ...figureColumns(text), { key: 'share', head: text.share, type: 'percent' },
    ],
    rows,
    total: { ...totalRow(rows, text), share: rows.length > 0 ? 1 : null },
    chart: (_, more) => mixRing({ rows, ...more }),
  };
}

function year({ model, facts, view, filters, rows: facts_rows, text, format, choose }) {
  const shares = model.months.map(shareByNow);
  const sums = filters.length > 0
    ? sumsBy(facts, facts_rows, { of: facts.month, members: model.months.map((month, m) => ({ m })) }, shares)
    : null;
  const rows = withDerived(model.months.map((month, m) => ({
    ...(sums ? { target: 0, ...sums.find((row) => row.m === m) }
      : { ...month, expected: month.status === 'planned' ? null : shareByNow(month) * month.target }),
    index: m, month: month.month, status: month.status, label: monthName(month, format.shortMonth),
  })));
  const done = rows.filter((row) => known(row.actual));
  const whole = { ...totalRow(rows, text), forecast: sum(rows, 'forecast'), status: '' };
  return {
    id: 'year',
    title: text.yearTitle,
    news: text.yearNews(done.filter((row) => row.good).length, done.length),
    columns: [
      { key: 'label', by: 'month', head: text.month, node: (row) => (row.month
        ? element('button', {
            type: 'button', id: `choose ${row.month}`, class: 'link',
            click: () => choose(`month-${row.index}`),
          }, row.label)
        : null) },
      { key: 'status', head: text.status, format: (status) => text.statuses[status] ?? '' },
      ...figureColumns(text),
      { key: 'forecast', head: text.forecast, type: 'money' },
    ],
    rows,
    total: whole,
    current: view.chosen.length === 1 ? rows[view.chosen[0]] : null,
    chart: (_, more) => yearBars({ rows, ...more }),
    onPick: (row) => choose(`month-${row.index}`),
  };
}

// Sums of the reviewed months that are chosen, a row a member of a dimension ("*": the company).
const reviewEffects = ['calendar', 'promotion', 'new', 'returned', 'lost', 'grown', 'shrunk',
  'moved_in', 'moved_out', 'performance'];
function reviewSums({ model, view }) {
  const months = view.chosen.map((i) => model.months[i].month);
  const rows = new Map();
  for (const review of model.reviews ?? []) {
    if (!months.includes(review.month)) continue;
    const key = `${review.dimension}\n${review.member}`;
    const row = rows.get(key) ?? { dimension: review.dimension, member: review.member, label: review.label };
    rows.set(key, row);
    for (const name of ['target', 'asked', 'last_year', ...reviewEffects, 'actual']) {
      row[name] = (row[name] ?? 0) + review[name];
    }
  }
  return [...rows.values()];
}

// From the target over last year to what came: bars that start where the one before has ended.
function why(page) {
  const { text, format } = page;
  const company = reviewSums(page).find(({ dimension }) => dimension === '*');
  if (!company) return null;
  let level = 0;
  const rows = ['target', 'asked', 'last_year', ...reviewEffects, 'actual']
    .filter((name) => company[name] !== 0)
    .map((name) => {
      const whole = ['target', 'last_year', 'actual'].includes(name);
      const from = whole ? 0 : level;
      level = from + company[name];
      return { name, label: text.effects[name], amount: company[name], from, to: level, whole,
        good: whole ? null : company[name] >= 0 };
    });
  return {
    id: 'why',
    title: text.whyTitle,
    news: text.whyNews(format.signedMoney(company.actual - company.target),
      format.signedMoney(company.actual - company.last_year)),
    columns: [
      { key: 'label', head: text.effect },
      { key: 'amount', head: text.amount, type: 'money', tone: (row) => tone(row.good) },
    ],
    rows,
    height: 64 + 26 * rows.length,
    chart: (_, more) => bridgeBars({ rows, ...more }),
  };
}

// One row a unit of the lowest level: those above are sums of theirs.
function movers(page) {
  const { view, text, format } = page;
  const all = reviewSums(page);
  return [...new Set(all.map(({ dimension }) => dimension))].filter((kind) => kind !== '*').map((kind) => {
    const lowest = view.units[kind] && new Set(view.units[kind].map(({ key }) => key));
    const rows = all
      .filter(({ dimension, member }) => dimension === kind && (!lowest || lowest.has(member)))
      .map((row) => ({ ...row, gap: row.actual - row.last_year, good: isGood(row.actual - row.last_year) }));
    const used = reviewEffects.filter((name) => rows.some((row) => row[name] !== 0));
    const least = rows.reduce((low, row) => (row.gap < (low?.gap ?? 0) ? row : low), null);
    return {
      id: `movers ${kind}`,
      layout: 'stacked',
      title: text.moversTitle(named(text.unitTitles, kind)),
      news: least ? text.moversNews(least.label, format.money(least.gap)) : '',
      columns: [
        { key: 'label', head: named(text.dimensions, kind) },
        { key: 'last_year', head: text.effects.last_year, type: 'money' },
        ...used.map((name) => ({ key: name, head: text.effects[name], type: 'signedMoney' })),
        { key: 'actual', head: text.actual, type: 'money' },
        { key: 'gap', head: text.change, type: 'signedMoney', tone: (row) => tone(row.good) },
      ],
      rows,
    };
  }).filter(({ rows }) => rows.length > 0);
}

// How the measures of rules are written; the others are ratios.
const amounts = ['sales', 'profit', 'sales_per_customer', 'average_order'];
const counts = ['customers', 'new_customers', 'returned_customers', 'lost_customers', 'orders', 'satisfaction'];

// What the rules said of the months that are chosen.
function alerts({ model, view, text, format }) {
  if (!model.alerts?.length) return null;
  const months = view.chosen.map((i) => model.months[i].month);
  const amount = ({ kpi }, value) => (
    amounts.includes(kpi) ? format.money : counts.includes(kpi) ? format.count : format.percent)(value);
  const rows = model.alerts.filter(({ month }) => months.includes(month)).map((row) => ({
    ...row,
    label: row.label || row.member,
    name: monthName(model.months.find(({ month }) => month === row.month), format.shortMonth),
    reached: amount(row, row.value),
    limit: amount(row, row.threshold),
    good: row.state === 'firing' ? false : null,
  }));
  return {
    id: 'alerts',
    layout: 'stacked',
    title: text.alertsTitle,
    news: text.alertsNews(rows.filter(({ good }) => good === false).length),
    columns: [
      { key: 'name', by: 'month', head: text.month },
      { key: 'label', head: text.owner },
      { key: 'rule', head: text.rule },
      { key: 'severity', head: text.severity },
      { key: 'state', head: text.state, format: (state) => named(text.states, state), tone: (row) => tone(row.good) },
      { key: 'kpi', head: text.measure, format: (kpi) => named(text.measures, kpi) },
      { key: 'reached', by: 'value', head: text.value },
      { key: 'limit', by: 'threshold', head: text.threshold },
    ],
    rows,
  };
}

// Attainment beside how hard the quota was: who met one that was as likely as not to be missed did
// more than who met an easy one.
function league(page) {
  const { model, view, text, format } = page;
  const sold = view.units[model.owner];
  if (!model.quotas?.length || !sold || view.status === 'planned') return null;
  const quotaOf = new Map(model.quotas.map((row) => [row.key, row]));
  const rows = sorted(withDerived(sold.filter(({ key }) => quotaOf.has(key))).map((row) => ({
    ...row, hardness: quotaOf.get(row.key).probability,
  })), { key: 'attainment', down: true }, text.locale).map((row, i) => ({ ...row, rank: i + 1 }));
  const odds = rows.map(({ hardness }) => hardness).filter(known);
  return {
    id: 'league',
    title: text.leagueTitle,
    news: odds.length > 0 ? text.leagueNews(format.percent(Math.min(...odds)),
      format.percent(Math.max(...odds))) : '',
    columns: [
      { key: 'rank', head: text.rank, type: 'count' },
      { key: 'label', head: named(text.dimensions, model.owner) },
      ...figureColumns(text),
      { key: 'hardness', head: text.hardness, type: 'percent' },
    ],
    rows,
    total: totalRow(rows, text),
  };
}

function quotas({ model, text, format }) {
  if (!model.quotas?.length) return null;
  const known = model.quotas.map((row) => row.probability).filter((p) => p != null);
  return {
    id: 'quotas',
    title: text.quotasTitle,
    news: known.length > 0 ? text.quotasNews(format.percent(Math.min(...known)),
      format.percent(Math.max(...known))) : '',
    columns: [
      { key: 'label', head: text.owner },
      { key: 'start', head: text.start, format: (date) => date || '–' },
      { key: 'target', head: text.target, type: 'money' },
      { key: 'basis', head: text.basis, type: 'money' },
      { key: 'forecast', head: text.forecast, type: 'money' },
      { key: 'probability', head: text.probability, type: 'percent' },
    ],
    rows: model.quotas.map((row) => ({ ...row, label: row.label ?? row.key })),
  };
}

function products({ model, text, format }) {
  if (!model.products?.length) return null;
  const rows = model.products.map((row) => ({
    ...row, label: row.label ?? row.product, classes: `${row.abc}${row.xyz}`,
  }));
  return {
    id: 'products',
    title: text.productsTitle,
    news: text.productsNews(rows[0].label, format.percent(rows[0].share_first)),
    columns: [
      { key: 'label', head: text.product },
      { key: 'rank', head: text.rank, type: 'count' },
      { key: 'share_first', head: text.shareFirst, type: 'percent' },
      { key: 'contribution', head: text.contribution, type: 'money' },
      { key: 'growth', head: text.growth, type: 'percent' },
      { key: 'return_on_cost', head: text.returnOnCost, type: 'percent' },
      { key: 'classes', head: text.classes },
      { key: 'stage', head: text.stage, format: (stage) => named(text.stages, stage) },
    ],
    rows,
  };
}

function promotions({ model, text }) {
  if (!model.promotions?.length) return null;
  const rows = model.promotions.map((row) => ({ ...row, label: row.label ?? row.promotion }));
  const ran = rows.filter((row) => row.basis === 'sales');
  return {
    id: 'promotions',
    layout: 'stacked',
    title: text.promotionsTitle,
    news: text.promotionsNews(ran.filter((row) => isGood(row.roi)).length, ran.length),
    columns: [
      { key: 'label', head: text.promotion },
      { key: 'depth', head: text.depth, type: 'percent' },
      { key: 'cost', head: text.cost, type: 'money' },
      { key: 'net', head: text.net, type: 'money' },
      { key: 'roi', head: text.roi, type: 'percent', tone: (row) => tone(isGood(row.roi)) },
      { key: 'roi_lower', head: text.lower, type: 'percent' },
      { key: 'roi_upper', head: text.upper, type: 'percent' },
      { key: 'profit_probability', head: text.profitProbability, type: 'percent' },
      { key: 'action', head: text.action,
        format: (action) => (action ? named(text.actions, action) : text.expectedOnly) },
    ],
    rows,
    height: 64 + 26 * rows.length,
    chart: (shown, more) => roiBars({ rows: shown, ...more }),
  };
}

function accounts({ model, text, format }) {
  if (!model.accounts) return null;
  const { curve, customers } = model.accounts;
  const all = curve.at(-1).accounts;
  const few = curve.find((point) => point.accounts >= all / 5);
  return {
    id: 'accounts',
    title: text.accountsTitle,
    news: text.accountsNews(format.count(few.accounts), format.percent(few.value_share)),
    note: all > customers.length && text.accountRows(format.count(customers.length), format.count(all)),
    columns: [
      { key: 'label', head: text.customer },
      { key: 'tier', head: text.tier },
      { key: 'expected_value', head: text.expectedValue, type: 'money' },
      { key: 'p_alive', head: text.alive, type: 'percent' },
      { key: 'care', head: text.care, format: (care) => named(text.cares, care) },
    ],
    rows: customers.map((row) => ({ ...row, label: row.label ?? row.customer })),
    chart: (_, more) => valueCurve({ points: curve, ...more }),
  };
}

function tiers({ model, text, format }) {
  if (!model.accounts) return null;
  const rows = model.accounts.tiers;
  return {
    id: 'tiers',
    title: text.tiersTitle,
    news: text.tiersNews(format.count(sum(rows, 'hours')),
      model.accounts.hours > 0 && format.count(model.accounts.hours)),
    columns: [
      { key: 'tier', head: text.tier },
      { key: 'accounts', head: text.customers, type: 'count' },
      { key: 'value_share', head: text.valueShare, type: 'percent' },
      { key: 'frequency', head: text.frequency, format: (value) => frequencyText(value, text) },
      { key: 'minutes', head: text.minutes, type: 'count' },
      { key: 'hours', head: text.visitHours, type: 'count' },
      { key: 'discount_ceiling', head: text.discountCeiling, type: 'percent' },
      { key: 'response_hours', head: text.responseHours, type: 'count' },
      { key: 'budget', head: text.budget, type: 'money' },
    ],
    rows,
  };
}

// Hours of visits by rep, week by week, against the hours there are: of the chosen months where they
// have any, else of all that are planned.
function load({ model, view, text, format }) {
  const all = model.accounts?.load;
  if (!all?.length) return null;
  const months = view.chosen.map((i) => model.months[i].month);
  const chosen = all.filter(({ week }) => months.includes(week.slice(0, 7)));
  const shown = chosen.length > 0 ? chosen : all;
  const weeks = [...new Set(shown.map(({ week }) => week))].sort();
  const reps = new Map();
  for (const { rep, label, week, visits, hours, available } of shown) {
    const row = reps.get(rep) ?? { label: label ?? rep, visits: 0, hours: 0, available: 0 };
    reps.set(rep, row);
    row[week] = hours;
    row.visits += visits;
    row.hours += hours;
    row.available += available;
  }
  const rows = [...reps.values()].map((row) => {
    const used = ratio(row.hours, row.available);
    return { ...row, used, good: used === null ? null : used <= 1 };
  });
  return {
    id: 'load',
    layout: 'stacked',
    title: text.loadTitle,
    news: text.loadNews(format.percent(ratio(sum(rows, 'hours'), sum(rows, 'available')))),
    columns: [
      { key: 'label', head: text.owner },
      { key: 'visits', head: text.visitCount, type: 'count' },
      ...(weeks.length <= 6 ? weeks : []).map((week) => ({ key: week, head: format.date(week), type: 'count' })),
      { key: 'hours', head: text.hoursTaken, type: 'count' },
      { key: 'available', head: text.hoursThere, type: 'count' },
      { key: 'used', head: text.used, type: 'percent', tone: (row) => tone(row.good) },
    ],
    rows,
    sort: { key: 'used', down: true },
    height: 64 + 26 * Math.min(chartLimit, rows.length),
    chart: (sortedRows, more) => pairBars({
      rows: sortedRows.slice(0, chartLimit), kind: 'count',
      wide: { key: 'available', name: text.hoursThere }, slim: { key: 'hours', name: text.hoursTaken }, ...more,
    }),
  };
}

// The page from top to bottom, below the tiles.
const sections = [
  course,
  (page) => Object.keys(page.view.units).map((kind) => units(kind, page)),
  (page) => Object.keys(page.view.mix).map((kind) => mix(kind, page)),
  year,
  why,
  movers,
  alerts,
  strategy,
  nextMonth,
  nextResources,
  league,
  query,
  tasks,
  weekTargets,
  quotas,
  accounts,
  tiers,
  load,
  calendars,
  budget,
  budgetProposals,
  material,
  materialOrders,
  products,
  promotions,
];
