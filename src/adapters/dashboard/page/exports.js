// What leaves the page as a file: a table as CSV, a chart as PNG or SVG.

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// A name that every file system takes.
const fileName = (parts, ending) =>
  `${parts.join(' ').replace(/[^\p{L}\p{N}.-]+/gu, '_').slice(0, 100)}.${ending}`;

// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
// injection); numbers stay numbers.
const inertCell = (text) => (/^[\s\u0000-\u001f]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text);

const csvCell = (text) => (/[",\r\n;\t']|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// Rows as CSV: money in units of the currency, ratios as numbers, texts as shown and inert.
function csvText(columns, rows, format) {
  const cell = (column, row) => {
    const value = row[column.key];
    if (!column.type) return csvCell(inertCell(String(column.raw ? value : shownText(column, row, format))));
    if (!known(value)) return '';
    return column.type === 'money' || column.type === 'signedMoney' ? format.exactMoney(value) : String(value);
  };
  const lines = [
    columns.map((column) => csvCell(inertCell(column.head))),
    ...rows.map((row) => columns.map((column) => cell(column, row))),
  ];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;  // the mark is for Excel
}

async function downloadPng(chart, name) {
  const picture = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: theme().card });
  const bytes = Uint8Array.from(atob(picture.split(',')[1]), (letter) => letter.charCodeAt(0));
  download(name, 'image/png', bytes);
}

// Drawn anew as vectors, without the page.
function downloadSvg(options, width, height, name) {
  const chart = charts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...options, backgroundColor: theme().card });
  download(name, 'image/svg+xml', chart.renderToSVGString());
  chart.dispose();
}
