// Chart options for ECharts. Drawn on canvas, so that a chart needs no inline style; texts are
// plain, and tooltips are drawn too, since HTML tooltips would need styles the policy forbids.

const chartLimit = 24;  // bars that can still be read; the table holds the rest
const narrow = (width) => width < 460;  // in pixels: legends take two lines, axes fewer labels

// Colours and font come from the style sheet, for light, dark and print alike.
function theme() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: color('text'), muted: color('muted'), line: color('line'), card: color('card'),
    target: color('target'), good: color('good'), bad: color('bad'), pace: color('pace'),
    shade: color('shade'),
    slices: [1, 2, 3, 4, 5, 6, 7].map((i) => color(`slice-${i}`)),
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),  // stands in attributes of SVG
  };
}

const plain = (name) => String(name).replaceAll('{', '{\u200b');  // no rich text markup in names

function base(colors, title, text, tooltip) {
  return {
    animation: false,
    aria: { enabled: true, label: { description: text.chartOf(title) } },
    textStyle: { fontFamily: colors.font, color: colors.text },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: colors.card,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontFamily: colors.font, fontSize: 13, lineHeight: 20 },
      ...tooltip,
    },
  };
}

const legend = (colors, names, more) => ({
  top: 0, left: 0, itemWidth: 14, itemHeight: 10, itemGap: 14, ...more,
  inactiveColor: colors.line,
  textStyle: { color: colors.muted, fontSize: 12 },
  data: names,
});

const gridBelowLegend = (width) =>
  ({ top: narrow(width) ? 58 : 36, left: 4, right: 8, bottom: 4, outerBoundsMode: 'same' });

const valueAxis = (colors, format, width) => ({
  type: 'value',
  splitNumber: narrow(width) ? 3 : 4,
  axisLabel: { color: colors.muted, hideOverlap: true, formatter: format.shortMoney },
  splitLine: { lineStyle: { color: colors.line } },
});

const nameAxis = (colors, data, more) => ({
  type: 'category',
  data,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colors.line } },
  ...more,
});

// Target as a wide pale bar, actual as a slim one in front of it: each on its own category axis,
// which is what lets bars of two widths share a centre. `axis` is the index name of that axis.
function targetAndActual(rows, axis, text, goodName, badName, colors) {
  const actual = (name, good, color) => ({
    name, type: 'bar', [axis]: 1, stack: 'actual', barWidth: '34%', z: 3,
    itemStyle: { color },
    data: rows.map((row) => ((row.good ?? true) === good ? row.actual : null)),
  });
  return [
    { name: text.target, type: 'bar', [axis]: 0, barWidth: '72%', z: 2,
      itemStyle: { color: colors.target }, data: rows.map((row) => row.target) },
    actual(goodName, true, colors.good),
    actual(badName, false, colors.bad),
  ];
}

// The tooltip lines of a row.
const rowTip = (row, text, format) => [
  plain(row.label),
  `${text.target}  ${format.money(row.target)}`,
  `${text.actual}  ${format.money(row.actual)}`,
  `${text.attainment}  ${format.percent(row.attainment)}`,
].join('\n');

function unitBars({ title, status, rows, text, format, colors, width }) {
  const shown = rows.slice(0, chartLimit);
  const [good, bad] = status === 'closed' ? [text.met, text.missed] : [text.ahead, text.behind];
  const axis = (more) => nameAxis(colors, shown.map((row) => row.label), { inverse: true, ...more });
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => rowTip(shown[dataIndex], text, format),
    }),
    legend: legend(colors, [text.target, good, bad]),
    grid: gridBelowLegend(width),
    xAxis: valueAxis(colors, format, width),
    yAxis: [
      axis({
        axisLabel: {
          color: colors.text, interval: 0, width: narrow(width) ? 104 : 130, overflow: 'truncate',
        },
      }),
      axis({  // the attainment, in a column of its own on the right
        position: 'right', axisLine: { show: false },
        axisLabel: {
          interval: 0,
          color: (_, i) => (shown[i].good === false ? colors.bad : colors.text),
          formatter: (_, i) => format.percent(shown[i].attainment),
        },
      }),
    ],
    series: targetAndActual(shown, 'yAxisIndex', text, good, bad, colors),
  };
}

// A slim bar in front of a wide one, such as hours taken and hours there are. `wide` and `slim` are
// {key, name}; `kind` names the formatter of their axis.
function pairBars({ title, rows, wide, slim, kind, text, format, colors, width }) {
  const axis = (more) => nameAxis(colors, rows.map((row) => row.label), { inverse: true, ...more });
  const long = kind === 'shortMoney' ? format.money : format[kind];
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => [
        plain(rows[dataIndex].label),
        ...[slim, wide].map(({ key, name }) => `${name}  ${long(rows[dataIndex][key])}`),
      ].join('\n'),
    }),
    legend: legend(colors, [wide.name, slim.name]),
    grid: gridBelowLegend(width),
    xAxis: { ...valueAxis(colors, format, width),
      axisLabel: { color: colors.muted, hideOverlap: true, formatter: format[kind] } },
    yAxis: [
      axis({ axisLabel: { color: colors.text, interval: 0, width: narrow(width) ? 104 : 130,
        overflow: 'truncate' } }),
      axis({ show: false }),
    ],
    series: [
      { name: wide.name, type: 'bar', yAxisIndex: 0, barWidth: '72%', z: 2,
        itemStyle: { color: colors.target }, data: rows.map((row) => row[wide.key]) },
      { name: slim.name, type: 'bar', yAxisIndex: 1, barWidth: '34%', z: 3,
        itemStyle: { color: colors.good },
        data: rows.map((row) => ({ value: row[slim.key],
          itemStyle: { color: row.good === false ? colors.bad : colors.good } })) },
    ],
  };
}

// Tasks on the days of their month, a colour for each week.
function taskBars({ title, month, rows, text, format, colors, width }) {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  const day = (date) => Number(date.slice(8));
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => [
        plain(rows[dataIndex].label), plain(rows[dataIndex].who),
        `${format.day(rows[dataIndex].start)} – ${format.day(rows[dataIndex].due)}`,
      ].join('\n'),
    }),
    grid: { ...gridBelowLegend(width), top: 4 },
    xAxis: { ...valueAxis(colors, format, width), min: 1, max: days + 1, interval: narrow(width) ? 7 : 3,
      axisLabel: { color: colors.muted, hideOverlap: true, formatter: (at) => (at > days ? '' : String(at)) } },
    yAxis: nameAxis(colors, rows.map((row) => row.label), {
      inverse: true,
      axisLabel: {
        color: colors.text, interval: 0, width: narrow(width) ? 104 : 150, overflow: 'truncate',
      },
    }),
    series: [
      { type: 'bar', stack: 'task', silent: true, itemStyle: { color: 'transparent' },
        data: rows.map(({ start }) => day(start)) },
      { type: 'bar', stack: 'task', barWidth: '60%',
        data: rows.map(({ week, start, due }) => ({
          value: day(due) - day(start) + 1,
          itemStyle: { color: colors.slices[(week - 1) % colors.slices.length] },
        })) },
    ],
  };
}

// A bridge: whole amounts from zero, effects from where the bar before has ended.
function bridgeBars({ title, rows, text, format, colors, width }) {
  const color = ({ whole, good }) => (whole ? colors.target : good ? colors.good : colors.bad);
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) =>
        `${plain(rows[dataIndex].label)}\n${format.money(rows[dataIndex].amount)}`,
    }),
    grid: { ...gridBelowLegend(width), top: 4 },
    xAxis: valueAxis(colors, format, width),
    yAxis: nameAxis(colors, rows.map((row) => row.label), {
      inverse: true,
      axisLabel: {
        color: colors.text, interval: 0, width: narrow(width) ? 104 : 130, overflow: 'truncate',
      },
    }),
    series: [
      { type: 'bar', stack: 'bridge', stackStrategy: 'all', silent: true, itemStyle: { color: 'transparent' },
        data: rows.map(({ from, to }) => Math.min(from, to)) },
      { type: 'bar', stack: 'bridge', stackStrategy: 'all', barWidth: '60%',
        data: rows.map((row) => ({ value: Math.abs(row.to - row.from), itemStyle: { color: color(row) } })) },
    ],
  };
}

// Bars of ROI with their intervals, as one line broken between promotions.
function roiBars({ title, rows, text, format, colors, width }) {
  const bars = (name, good, color) => ({
    name, type: 'bar', stack: 'roi', barWidth: '60%', itemStyle: { color },
    data: rows.map((row) => (isGood(row.roi ?? null) === good ? row.roi : null)),
  });
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => [
        plain(rows[dataIndex].label),
        `${text.roi}  ${format.percent(rows[dataIndex].roi)}`,
        `${text.interval}  ${format.percent(rows[dataIndex].roi_lower)} – `
          + format.percent(rows[dataIndex].roi_upper),
        `${text.profitProbability}  ${format.percent(rows[dataIndex].profit_probability)}`,
      ].join('\n'),
    }),
    legend: legend(colors, [text.pays, text.losesMoney, text.interval]),
    grid: gridBelowLegend(width),
    xAxis: { ...valueAxis(colors, format, width),
      axisLabel: { color: colors.muted, hideOverlap: true, formatter: format.percent } },
    yAxis: nameAxis(colors, rows.map((row) => row.label), {
      inverse: true,
      axisLabel: {
        color: colors.text, interval: 0, width: narrow(width) ? 104 : 150, overflow: 'truncate',
      },
    }),
    series: [
      bars(text.pays, true, colors.good),
      bars(text.losesMoney, false, colors.bad),
      { name: text.interval, type: 'line', z: 4, color: colors.pace, symbol: 'rect',
        symbolSize: [2, 9], lineStyle: { width: 2 },
        data: rows.flatMap((row, i) => [[row.roi_lower, i], [row.roi_upper, i], ['-', '-']]) },
    ],
  };
}

// The curve of value: what the largest so many customers hold, and the diagonal of equal ones.
function valueCurve({ title, points, text, format, colors, width }) {
  const all = points.at(-1).accounts;
  const curve = [[0, 0], ...points.map((point) => [point.accounts, point.value_share])];
  return {
    ...base(colors, title, text, {
      trigger: 'axis',
      formatter: ([{ value }]) =>
        `${text.customers}  ${format.count(value[0])}\n${text.valueShare}  ${format.percent(value[1])}`,
    }),
    grid: { ...gridBelowLegend(width), top: 12, right: 16 },
    xAxis: { ...valueAxis(colors, format, width), max: all,
      axisLabel: { color: colors.muted, hideOverlap: true, formatter: format.count } },
    yAxis: { ...valueAxis(colors, format, width), max: 1,
      axisLabel: { color: colors.muted, formatter: format.percent } },
    series: [
      { type: 'line', color: colors.good, data: curve, symbol: 'none', z: 3,
        lineStyle: { width: 3 }, areaStyle: { opacity: 0.15 } },
      { type: 'line', color: colors.muted, data: [[0, 0], [all, 1]], symbol: 'none', silent: true,
        tooltip: { show: false }, lineStyle: { width: 1, type: 'dashed' } },
    ],
  };
}

function yearBars({ title, rows, text, format, colors, width }) {
  const axis = (more) => nameAxis(colors, rows.map((row) => row.label), more);
  const monthLabel = (_, i) => {
    const [year, month] = rows[i].month.split('-');
    return format.monthOnly(rows[i].month) + (i === 0 || month === '01' ? `\n${year}` : '');
  };
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => `${rowTip(rows[dataIndex], text, format)}\n`
        + `${text.forecast}  ${format.money(rows[dataIndex].forecast)}`,
    }),
    legend: legend(colors, [text.target, text.onCourse, text.offCourse, text.forecast]),
    grid: gridBelowLegend(width),
    xAxis: [
      axis({ axisLabel: { color: colors.muted, interval: 0, hideOverlap: true, formatter: monthLabel } }),
      axis({ show: false }),
    ],
    yAxis: valueAxis(colors, format, width),
    series: [
      ...targetAndActual(rows, 'xAxisIndex', text, text.onCourse, text.offCourse, colors),
      { name: text.forecast, type: 'line', z: 4, symbol: 'circle', symbolSize: 5,
        color: colors.pace, lineStyle: { type: 'dashed', width: 1.5 },
        data: rows.map((row) => row.forecast) },
    ],
  };
}

function courseLines({ title, month, text, format, colors, width }) {
  const { days } = month;
  const last = days.indexOf(lastActualDay(month));
  const ends = (i) => i === last || i === days.length - 1;
  const projection = month.status === 'open' && last >= 0 && known(month.landing)
    ? days.map((day, i) => (ends(i) ? (i === last ? day.actual_cumulative : month.landing) : null))
    : [];
  const line = (name, color, data, more) => ({
    name, type: 'line', color, data, symbol: 'none', lineStyle: { width: 2, ...more }, z: 3,
  });
  const series = [
    line(text.target, colors.muted, days.map((day) => day.target), { width: 1 }),
    line(text.paceCumulative, colors.pace, days.map((day) => day.pace_cumulative), { type: 'dashed' }),
    line(text.actualCumulative, colors.good, days.map((day) => day.actual_cumulative), { width: 3 }),
  ];
  if (projection.length > 0) {
    series.push({
      ...line(text.projection, colors.good, projection, { type: 'dotted' }),
      connectNulls: true, symbol: 'circle', symbolSize: 7,
    });
  }
  return {
    ...base(colors, title, text, {
      trigger: 'axis',
      formatter: ([{ dataIndex }]) => {
        const day = days[dataIndex];
        return [
          format.day(day.date) + (day.workday ? '' : ` · ${text.dayOff}`),
          `${text.actualCumulative}  ${format.money(day.actual_cumulative)}`,
          `${text.paceCumulative}  ${format.money(day.pace_cumulative)}`,
          `${text.target}  ${format.money(day.target)}`,
        ].join('\n');
      },
    }),
    legend: legend(colors, series.map(({ name }) => name),
      { itemWidth: 26, itemStyle: { opacity: 0 } }),  // dashes tell the lines apart, not dots
    grid: gridBelowLegend(width),
    xAxis: nameAxis(colors, days.map((day) => String(Number(day.date.slice(8)))), {
      axisLabel: { color: colors.muted },
      splitArea: {  // days off are shaded
        show: true, interval: 0,
        areaStyle: { color: days.map((day) => (day.workday ? 'transparent' : colors.shade)) },
      },
    }),
    yAxis: valueAxis(colors, format, width),
    series,
  };
}

// Bars of the reader's own table: a colour for each column, the total where there is none.
function queryBars({ title, rows, columns, type, text, format, colors, width }) {
  const shown = rows.slice(0, chartLimit);
  const drawn = columns.length > 1 ? columns.slice(0, -1).slice(0, colors.slices.length) : columns;
  return {
    ...base(colors, title, text, {
      trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: ([{ dataIndex }]) => [plain(shown[dataIndex].label),
        ...drawn.map(({ key, head }) => `${plain(head)}  ${format[type](shown[dataIndex][key])}`),
      ].join('\n'),
    }),
    color: colors.slices,
    legend: { ...legend(colors, drawn.map(({ head }) => head)), type: 'scroll', right: 0 },
    grid: gridBelowLegend(width),
    xAxis: nameAxis(colors, shown.map((row) => row.label),
      { axisLabel: { color: colors.muted, hideOverlap: true, width: 90, overflow: 'truncate' } }),
    yAxis: { ...valueAxis(colors, format, width), axisLabel: { color: colors.muted, hideOverlap: true,
      formatter: type === 'percent' ? format.percent : format.shortMoney } },
    series: drawn.map(({ key, head }) => ({
      name: head, type: 'bar', barMaxWidth: 28, data: shown.map((row) => row[key] ?? null),
    })),
  };
}

function mixRing({ title, rows, text, format, colors }) {
  const part = rows.some((row) => known(row.actual)) ? 'actual' : 'target';
  return {
    ...base(colors, title, text, {
      trigger: 'item', formatter: ({ dataIndex }) => rowTip(rows[dataIndex], text, format),
    }),
    color: colors.slices,
    series: [
      { type: 'pie', radius: ['50%', '72%'], startAngle: 45, minAngle: 2,
        itemStyle: { borderColor: colors.card, borderWidth: 2 },
        label: {
          color: colors.text, fontSize: 12, lineHeight: 17, overflow: 'truncate',
          formatter: ({ dataIndex }) =>
            `${rows[dataIndex].label}\n${format.percent(rows[dataIndex].share)}`,
        },
        labelLine: { length: 8, length2: 8 },
        data: rows.map((row) => ({ name: row.label, value: Math.max(0, row[part] ?? 0) })) },
      { type: 'pie', radius: [0, 0], silent: true, tooltip: { show: false },  // the centre text
        itemStyle: { color: 'transparent' },
        label: {
          position: 'center',
          formatter: () => `{value|${format.shortMoney(sum(rows, part))}}\n{name|${text[part]}}`,
          rich: {
            value: { color: colors.text, fontSize: 18, fontWeight: 600, lineHeight: 26 },
            name: { color: colors.muted, fontSize: 12, lineHeight: 16 },
          },
        },
        data: [1] },
    ],
  };
}
