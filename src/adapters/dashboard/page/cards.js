// Cards: a section's data as a heading, a sentence of news, a chart and its table, with exports.
//
// A section is plain data, made by a function in sections.js:
//   id        unique on the page; also a class of the card
//   title, news, note?, chartNote? (only where there is a chart)
//   columns, rows, total?, current?   the table, as tables.js takes it
//   sort?     the order at first, {key, down}
//   chart?    (rows as sorted, {colors, width, text, format, title}) => options of ECharts
//   height?   of the chart, px
//   onPick?   (index of the row) when a mark of the chart is clicked
//   controls? an element above the chart
//   layout?   'half': one of two in a line; 'stacked': the table below the chart; else beside it
// To add one, write that function and name it in `sections` there; words go into labels.js.

const charts = globalThis.salesplanCharts;
const drawings = new Map();  // by section: {node, chart, options, due}: redrawn for size and colours
let drawnWidth = 0;

// A chart out of sight is drawn when the reader comes near it.
const nearness = 400;  // px
const approach = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const drawing = [...drawings.values()].find(({ node }) => node === target);
    if (isIntersecting && drawing?.due) draw(drawing);
  }
}, { rootMargin: `${nearness}px` });

function isNear(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > -nearness && top < innerHeight + nearness;
}

function draw(drawing) {
  drawing.due = false;
  drawing.chart ??= charts.init(drawing.node, null, { devicePixelRatio: Math.max(2, devicePixelRatio) });
  if (drawing.chart.getWidth() !== drawing.node.clientWidth
      || drawing.chart.getHeight() !== drawing.node.clientHeight) {
    drawing.chart.resize();
  }
  drawing.chart.setOption(drawing.options(drawing.node.clientWidth), true);
  drawing.chart.off('click');
  if (drawing.onPick) drawing.chart.on('click', ({ dataIndex }) => known(dataIndex) && drawing.onPick(dataIndex));
}

// Draws anew what is in sight, or everything.
function drawAll(everywhere = false) {
  drawnWidth = document.body.clientWidth;
  const near = [...drawings.values()].filter((drawing) => {
    drawing.due = true;
    return everywhere || isNear(drawing.node);
  });
  near.forEach(draw);
}

// Charts outlive their cards, so that a change of figures need not make them anew.
function keepDrawings(ids) {
  for (const [id, { node, chart }] of drawings) {
    if (ids.has(id)) continue;
    chart?.dispose();
    approach.unobserve(node);
    drawings.delete(id);
  }
}

function drawingOf(section, rows, { text, format }) {
  if (!drawings.has(section.id)) {
    const made = { node: element('div') };
    drawings.set(section.id, made);
    approach.observe(made.node);
  }
  const drawing = drawings.get(section.id);
  drawing.node.className = `chart ${section.layout === 'half' ? 'ring' : 'wide'}`;
  drawing.node.style.height = section.height ? `${section.height}px` : '';
  drawing.options = (width) =>
    section.chart(rows, { colors: theme(), width, text, format, title: section.title });
  drawing.onPick = section.onPick && ((i) => section.onPick(rows[i]));
  return drawing;
}

// The card of a section. `choices` keeps what the reader chose of it: {sort, page}.
function card(section, page, choices) {
  const { text, format } = page;
  const rows = sorted(section.rows, choices.sort ?? section.sort, text.locale);
  const drawing = charts && section.chart && rows.length > 0 ? drawingOf(section, rows, page) : null;
  const again = (change) => {
    Object.assign(choices, change);
    const used = document.activeElement?.id;
    node.replaceWith(card(section, page, choices));
    if (drawing) draw(drawing);
    document.getElementById(used)?.focus();
  };
  const name = (ending) => fileName([page.company, section.title, page.view.label], ending);
  const exporter = (kind, click) => element('button', {
    type: 'button', id: `${section.id} ${kind}`, class: 'small',
    'aria-label': text.exportAs(section.title, kind), click,
  }, kind);
  const note = (words) => (words ? [element('p', { class: 'note' }, words)] : []);
  const node = element('section', { class: `card ${section.layout ?? ''} ${section.id}` },
    element('div', { class: 'head' },
      element('h2', {}, section.title),
      element('div', { class: 'exports' },
        exporter('CSV', () => download(name('csv'), 'text/csv', csvText(section.columns, rows, format))),
        ...(drawing ? [
          exporter('PNG', () => {
            if (drawing.due) draw(drawing);
            return downloadPng(drawing.chart, name('png'));
          }),
          exporter('SVG', () => downloadSvg(drawing.options(drawing.node.clientWidth),
            drawing.node.clientWidth, drawing.node.clientHeight, name('svg'))),
        ] : []))),
    element('p', { class: 'news' }, section.news ?? ''),
    ...(section.controls ? [section.controls] : []),
    ...(drawing ? [] : note(section.note)),
    element('div', { class: 'pair' },
      ...(drawing ? [element('div', {}, drawing.node, ...note(section.chartNote || section.note))] : []),
      table({ ...section, caption: section.title, rows }, {
        text, format, sort: choices.sort ?? section.sort, page: choices.page,
        onSort: (sort) => again({ sort, page: 0 }), onPage: (to) => again({ page: to }),
      })));
  return node;
}
