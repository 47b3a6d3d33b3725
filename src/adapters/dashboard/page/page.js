// The page: reads the model, keeps what is chosen (language, month, orders), draws it anew.

const charts = globalThis.salesplanCharts;
const drawings = [];  // {node, chart, options()}: what is redrawn when size or colours change

function drawing(className, options) {
  const node = element('div', { class: `chart ${className}` });
  drawings.push({ node, options });
  return node;
}

let drawnWidth = 0;

function drawAll() {
  const colors = theme();
  drawnWidth = document.body.clientWidth;
  for (const entry of drawings) {
    entry.chart ??= charts.init(entry.node, null, { devicePixelRatio: Math.max(2, devicePixelRatio) });
    entry.chart.resize();
    entry.chart.setOption(entry.options(colors, entry.node.clientWidth), true);
    entry.onReady?.(entry.chart);
  }
}

function clearDrawings() {
  for (const { chart } of drawings) chart?.dispose();
  drawings.length = 0;
}

// A chart, if this build draws, and its table, under a heading and a sentence of news.
function card({ kind, title, news, chart, note, figures }) {
  const beside = [chart, note && element('p', { class: 'note' }, note)].filter(Boolean);
  return element('section', { class: `card ${kind}` },
    element('h2', {}, title),
    element('p', { class: 'news' }, news),
    element('div', { class: 'pair' },
      ...(chart ? [element('div', {}, ...beside)] : []),
      figures));
}

const tone = (good) => (good === null ? '' : good ? 'good' : 'bad');
const triangle = (good) => (good === null ? '' : good ? '▲ ' : '▼ ');

function tiles(month, text, format) {
  const tile = (name, label, value, note, gap = null, extra = []) =>
    element('div', { class: `tile ${name}` },
      element('dt', {}, label),
      element('dd', { class: 'value' }, value),
      element('dd', { class: `note ${tone(isGood(gap))}` }, triangle(isGood(gap)) + note),
      ...extra);
  const attainment = ratio(month.actual, month.target);
  const toTarget = difference(month.actual, month.target);
  const toPace = difference(month.actual, expected(month, month.target));
  const toLand = difference(month.landing, month.target);
  const last = lastActualDay(month);
  const when = month.status === 'open' && last ? text.asOf(format.date(last.date))
    : month.status === 'closed' ? text.wholeMonth : text.notStarted;
  const bar = element('dd', { class: `bar ${tone(isGood(toPace))}`, 'aria-hidden': 'true' });
  const fill = element('span');
  fill.style.width = `${100 * Math.min(1, Math.max(0, attainment ?? 0))}%`;
  bar.append(fill);
  const mark = ratio(month.pace, month.target);
  if (month.status === 'open' && mark !== null) {
    const pace = element('i');
    pace.style.left = `${100 * Math.min(1, mark)}%`;
    bar.append(pace);
  }
  const gapNote = toTarget === null ? '' : toTarget >= 0 ? text.over(format.shortMoney(toTarget))
    : (month.status === 'open' ? text.toGo : text.short)(format.shortMoney(-toTarget));
  const paceNote = toPace === null ? ''
    : (toPace >= 0 ? text.aheadBy : text.behindBy)(format.shortMoney(Math.abs(toPace)));
  return element('dl', { class: 'tiles', 'aria-label': text.summary },
    tile('target', text.target, format.shortMoney(month.target),
      `${text.forecast} ${format.shortMoney(month.forecast)}`),
    tile('actual', text.actual, format.shortMoney(month.actual), when),
    tile('attainment', text.attainment, format.percent(attainment), gapNote, null, [bar]),
    tile('pace', text.pace, format.percent(ratio(month.actual, month.pace)), paceNote, toPace),
    tile('landing', text.landing, format.shortMoney(month.landing),
      toLand === null ? '' : text.ofTarget(format.percent(ratio(month.landing, month.target))),
      toLand));
}

const gapColumn = (month, text, format) => ({
  key: 'gap',
  head: month.status === 'closed' ? text.toTarget : text.toPace,
  number: true,
  format: format.signedMoney,
  tone: (row) => tone(row.good),
});

const figureColumns = (text, format) => [
  { key: 'target', head: text.target, number: true, format: format.money },
  { key: 'actual', head: text.actual, number: true, format: format.money },
  { key: 'attainment', head: text.attainment, number: true, format: format.percent },
];

function totalRow(month, rows, text) {
  const total = { label: text.total, target: sum(rows, 'target'), actual: sum(rows, 'actual') };
  return withDerived(month, [total])[0];
}

function course(month, text, format) {
  const last = lastActualDay(month);
  const rows = month.days.map((day) => {
    const gap = difference(day.actual_cumulative, day.pace_cumulative);
    return { ...day, gap, good: isGood(gap), muted: !day.workday };
  });
  const current = rows.find((row) => row.date === last?.date);
  const figures = table({
    caption: text.courseTitle,
    columns: [
      { key: 'date', head: text.date, format: format.day },
      { key: 'workday', head: text.day, format: (workday) => (workday ? text.workday : text.dayOff) },
      { key: 'actual_cumulative', head: text.actualCumulative, number: true, format: format.money },
      { key: 'pace_cumulative', head: text.paceCumulative, number: true, format: format.money },
      { ...gapColumn(month, text, format), head: text.toPace },
    ],
    rows,
    current: month.status === 'open' ? current : null,
  });
  const news = current?.good == null ? text.plannedNews
    : triangle(current.good)
      + (current.good ? text.aheadBy : text.behindBy)(format.money(Math.abs(current.gap)));
  const chart = charts && drawing('wide', (colors, width) =>
    courseLines({ title: text.courseTitle, month, text, format, colors, width }));
  return card({ kind: 'course', title: text.courseTitle, news, chart, figures });
}

function units(kind, month, text, format, sort, onSort) {
  const title = named(text.unitTitles, kind);
  const head = named(text.unitHeads, kind);
  const rows = sorted(withDerived(month, month.units[kind]), sort, text.locale);
  const judged = rows.filter((row) => row.good !== null);
  const worst = judged.reduce((low, row) => (row.gap < (low?.gap ?? 0) ? row : low), null);
  const news = judged.length === 0 ? text.plannedNews
    : text.unitNews(judged.filter((row) => row.good).length, judged.length, head,
      month.status === 'open', worst && `${worst.label} ${format.money(worst.gap)}`);
  const chart = charts && drawing('bars', (colors, width) =>
    unitBars({ title, month, rows, text, format, colors, width }));
  if (chart) chart.style.height = `${64 + 26 * Math.min(chartLimit, rows.length)}px`;
  return card({
    kind,
    title,
    news,
    chart,
    note: rows.length > chartLimit && text.chartRows(chartLimit, rows.length),
    figures: table({
      caption: title,
      columns: [
        { key: 'label', head },
        ...figureColumns(text, format), gapColumn(month, text, format),
      ],
      rows, total: totalRow(month, rows, text), sort, onSort,
    }),
  });
}

function mix(kind, month, text, format) {
  const title = named(text.mixTitles, kind);
  const rows = sorted(withDerived(month, month.mix[kind]), { key: 'share', down: true }, text.locale);
  return card({
    kind: 'mix',
    title,
    news: rows.length > 0 ? text.mixNews(rows[0].label, format.percent(rows[0].share)) : '',
    chart: charts && drawing('ring', (colors) => mixRing({ title, rows, text, format, colors })),
    figures: table({
      caption: title,
      columns: [
        { key: 'label', head: named(text.mixHeads, kind) },
        ...figureColumns(text, format),
        { key: 'share', head: text.share, number: true, format: format.percent },
      ],
      rows, total: { ...totalRow(month, rows, text), share: rows.length > 0 ? 1 : null },
    }),
  });
}

function year(months, chosen, text, format, choose) {
  const rows = months.map((month) => ({
    ...withDerived(month, [month])[0], label: monthName(month, format.shortMonth),
  }));
  const done = rows.filter((row) => known(row.actual));
  const whole = {
    label: text.total, target: sum(rows, 'target'), actual: sum(rows, 'actual'),
    forecast: sum(rows, 'forecast'), status: '',
  };
  whole.attainment = ratio(whole.actual, whole.target);
  const chart = charts && drawing('wide', (colors, width) =>
    yearBars({ title: text.yearTitle, rows, text, format, colors, width }));
  if (chart) {
    drawings.at(-1).onReady = (instance) => {
      instance.off('click');
      instance.on('click', ({ dataIndex }) => known(dataIndex) && choose(rows[dataIndex].month));
    };
  }
  const met = done.filter((row) => row.good).length;
  return card({
    kind: 'year',
    title: text.yearTitle,
    news: text.yearNews(met, done.length),
    chart,
    figures: table({
      caption: text.yearTitle,
      columns: [
        { key: 'label', head: text.month, node: (row) => (row.month
          ? element('button', {
              type: 'button', id: `choose-${row.month}`, class: 'link',
              click: () => choose(row.month),
            }, row.label)
          : row.label) },
        { key: 'status', head: text.status, format: (status) => text.statuses[status] ?? '' },
        ...figureColumns(text, format),
        { key: 'forecast', head: text.forecast, number: true, format: format.money },
      ],
      rows, total: whole, current: rows.find((row) => row.month === chosen),
    }),
  });
}

function products(model, text, format) {
  const rows = model.products.map((row) => ({
    ...row, label: row.label ?? row.product, classes: `${row.abc}${row.xyz}`,
  }));
  return card({
    kind: 'products',
    title: text.productsTitle,
    news: text.productsNews(rows[0].label, format.percent(rows[0].share_first)),
    figures: table({
      caption: text.productsTitle,
      columns: [
        { key: 'label', head: text.product },
        { key: 'rank', head: text.rank, number: true },
        { key: 'share_first', head: text.shareFirst, number: true, format: format.percent },
        { key: 'contribution', head: text.contribution, number: true, format: format.money },
        { key: 'growth', head: text.growth, number: true, format: format.percent },
        { key: 'return_on_cost', head: text.returnOnCost, number: true, format: format.percent },
        { key: 'classes', head: text.classes },
        { key: 'stage', head: text.stage, format: (stage) => named(text.stages, stage) },
      ],
      rows,
    }),
  });
}

function promotions(model, text, format) {
  const rows = model.promotions.map((row) => ({ ...row, label: row.label ?? row.promotion }));
  const ran = rows.filter((row) => row.basis === 'sales');
  const chart = charts && drawing('bars', (colors, width) =>
    roiBars({ title: text.promotionsTitle, rows, text, format, colors, width }));
  if (chart) chart.style.height = `${64 + 26 * rows.length}px`;
  return card({
    kind: 'promotions',
    title: text.promotionsTitle,
    news: text.promotionsNews(ran.filter((row) => isGood(row.roi)).length, ran.length),
    chart,
    figures: table({
      caption: text.promotionsTitle,
      columns: [
        { key: 'label', head: text.promotion },
        { key: 'depth', head: text.depth, number: true, format: format.percent },
        { key: 'cost', head: text.cost, number: true, format: format.money },
        { key: 'net', head: text.net, number: true, format: format.money },
        { key: 'roi', head: text.roi, number: true, format: format.percent,
          tone: (row) => tone(isGood(row.roi)) },
        { key: 'profit_probability', head: text.profitProbability, number: true,
          format: format.percent },
        { key: 'action', head: text.action,
          format: (action) => (action ? named(text.actions, action) : text.expectedOnly) },
      ],
      rows,
    }),
  });
}

function accounts(model, text, format) {
  const { curve, customers } = model.accounts;
  const all = curve.at(-1).accounts;
  const rows = customers.map((row) => ({ ...row, label: row.label ?? row.customer }));
  const few = curve.find((point) => point.accounts >= all / 5);
  return card({
    kind: 'accounts',
    title: text.accountsTitle,
    news: text.accountsNews(format.number(few.accounts), format.percent(few.value_share)),
    chart: charts && drawing('wide', (colors, width) =>
      valueCurve({ title: text.accountsTitle, points: curve, text, format, colors, width })),
    note: all > rows.length && text.accountRows(format.number(rows.length), format.number(all)),
    figures: table({
      caption: text.accountsTitle,
      columns: [
        { key: 'label', head: text.customer },
        { key: 'tier', head: text.tier },
        { key: 'expected_value', head: text.expectedValue, number: true, format: format.money },
        { key: 'p_alive', head: text.alive, number: true, format: format.percent },
        { key: 'care', head: text.care, format: (care) => named(text.cares, care) },
      ],
      rows,
    }),
  });
}

function tiers(model, text, format) {
  const rows = model.accounts.tiers;
  return card({
    kind: 'tiers',
    title: text.tiersTitle,
    news: text.tiersNews(format.number(sum(rows, 'hours')),
      model.accounts.hours > 0 && format.number(model.accounts.hours)),
    figures: table({
      caption: text.tiersTitle,
      columns: [
        { key: 'tier', head: text.tier },
        { key: 'accounts', head: text.customers, number: true, format: format.number },
        { key: 'value_share', head: text.valueShare, number: true, format: format.percent },
        { key: 'frequency', head: text.frequency, format: (value) => frequencyText(value, text) },
        { key: 'minutes', head: text.minutes, number: true, format: format.number },
        { key: 'hours', head: text.visitHours, number: true, format: format.number },
        { key: 'discount_ceiling', head: text.discountCeiling, number: true, format: format.percent },
        { key: 'response_hours', head: text.responseHours, number: true, format: format.number },
        { key: 'budget', head: text.budget, number: true, format: format.money },
      ],
      rows,
    }),
  });
}

function start() {
  const model = JSON.parse(document.getElementById('model').textContent);
  const { months } = model;
  for (const month of months) month.days ??= [];
  const state = {
    language: model.language === 'zh' ? 'zh' : 'en',
    month: months.findIndex((month) => month.status === 'open'),
    sort: {},
  };
  if (state.month < 0) {
    state.month = Math.max(0, months.findLastIndex((month) => month.status === 'closed'));
  }

  const header = document.getElementById('header');
  const main = document.getElementById('main');
  const footer = document.getElementById('footer');

  // Redraws everything, and gives the keyboard back to the control that was used.
  function show(change = {}) {
    const used = document.activeElement?.id;
    Object.assign(state, change);
    const text = labels[state.language];
    const format = formatters(model, text);
    const month = months[state.month];
    const choose = (key) => show({ month: months.findIndex((one) => one.month === key) });
    const step = (by) => element('button', {
      type: 'button', id: by < 0 ? 'previous' : 'next',
      'aria-label': by < 0 ? text.previousMonth : text.nextMonth,
      disabled: months[state.month + by] === undefined,
      click: () => show({ month: state.month + by }),
    }, by < 0 ? '‹' : '›');

    document.documentElement.lang = text.lang;
    document.title = `${model.company} · ${text.title} · ${monthName(month, format.month)}`;
    header.replaceChildren(
      element('div', { class: 'name' },
        element('h1', {}, model.company),
        element('p', {}, `${text.title} · ${monthName(months[0], format.month)} – `
          + monthName(months.at(-1), format.month))),
      element('div', { class: 'controls' },
        element('div', { class: 'months' }, step(-1),
          element('select', {
            id: 'month', 'aria-label': text.month,
            change: (event) => show({ month: event.target.selectedIndex }),
          }, ...months.map((one, i) =>
            element('option', { selected: i === state.month }, monthName(one, format.month)))),
          step(1)),
        element('div', { class: 'languages', role: 'group', 'aria-label': text.language },
          ...Object.entries(labels).map(([language, { lang, languageName }]) => element('button', {
            type: 'button', id: `language-${language}`, lang,
            'aria-pressed': String(language === state.language),
            click: () => show({ language }),
          }, languageName))),
        element('button', { type: 'button', id: 'print', click: () => print() }, text.print)));

    clearDrawings();
    const unitCards = Object.keys(month.units ?? {}).map((kind) => units(kind, month, text, format,
      state.sort[kind] ?? { key: 'target', down: true },
      (sort) => {
        show({ sort: { ...state.sort, [kind]: sort } });
        main.querySelector(`.${CSS.escape(kind)} [data-sort="${sort.key}"]`)?.focus();
      }));
    main.replaceChildren(
      element('h2', { class: 'period' }, monthName(month, format.month),
        element('span', { class: `status ${month.status}` }, text.statuses[month.status] ?? '')),
      tiles(month, text, format),
      ...(charts ? [] : [element('p', { class: 'notice' }, text.noCharts)]),
      ...(month.days.length > 0 ? [course(month, text, format)] : []),
      ...unitCards,
      ...Object.keys(month.mix ?? {}).map((kind) => mix(kind, month, text, format)),
      year(months, month.month, text, format, choose),
      ...(model.accounts ? [accounts(model, text, format), tiers(model, text, format)] : []),
      ...(model.products?.length > 0 ? [products(model, text, format)] : []),
      ...(model.promotions?.length > 0 ? [promotions(model, text, format)] : []));
    footer.textContent = text.made;
    drawAll();
    for (const row of main.querySelectorAll('.course tr.current')) {
      const box = row.closest('.table');
      box.scrollTop = row.offsetTop - box.clientHeight / 2;
    }
    document.getElementById(used)?.focus();
  }

  show();
  new ResizeObserver(() => {
    if (document.body.clientWidth !== drawnWidth) requestAnimationFrame(drawAll);
  }).observe(document.body);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  // Paper is light and narrow: the style sheet says so while the attribute is there.
  addEventListener('beforeprint', () => { document.documentElement.dataset.print = ''; drawAll(); });
  addEventListener('afterprint', () => { delete document.documentElement.dataset.print; drawAll(); });
}

try {
  start();
} catch (error) {
  const { unreadable } = labels[navigator.language.startsWith('zh') ? 'zh' : 'en'];
  document.getElementById('main').replaceChildren(
    element('p', { class: 'notice', role: 'alert' }, `${unreadable} ${error.message}`));
}
