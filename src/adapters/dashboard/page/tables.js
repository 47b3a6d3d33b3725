// HTML elements and sortable tables. Text from the model enters the page as text nodes only.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A choice among `options` {value, label, group?}; `change(value)`.
function choice(id, label, options, value, change, attributes = {}) {
  const groups = new Map();
  const node = element('select', { id, 'aria-label': label, ...attributes,
    change: (event) => change(event.target.value) });
  for (const option of options) {
    const line = element('option', { value: option.value }, option.label);
    if (!option.group) {
      node.append(line);
      continue;
    }
    if (!groups.has(option.group)) {
      groups.set(option.group, element('optgroup', { label: option.group }));
      node.append(groups.get(option.group));
    }
    groups.get(option.group).append(line);
  }
  node.value = value;
  return node;
}

const longTable = 250;  // rows; a longer table is leafed through
const pageRows = 100;

// What a cell shows. A column: {key, head, type?, format?, node?, tone?, raw?, by?}. `type` names
// the formatter of a number ("money", "percent" ...); other columns are texts, by `format`. `node`
// makes an element of the text, `by` is the key to sort by, `raw` has CSV write the bare value.
const shownText = (column, row, format) =>
  (column.type ? format[column.type] : column.format ?? String)(row[column.key]);

// A table in a box that scrolls; the first column names the row, heads sort. `sort` is {key, down}
// or undefined for the order given; `page` the page shown of a long table, from 0.
function table({ id, caption, columns, rows, total, current }, { text, format, sort, page, onSort, onPage }) {
  const paged = rows.length > longTable;
  const pages = Math.ceil(rows.length / pageRows) - 1;  // after the first
  const at = Math.min(page ?? 0, pages);
  const first = at * pageRows;
  const last = Math.min(first + pageRows, rows.length);
  const arrow = (sorted) => element('span', { 'aria-hidden': 'true', class: 'arrow' },
    sorted ? (sort.down ? '▼' : '▲') : '↕');
  const head = (column) => {
    const key = column.by ?? column.key;
    const sorted = sort?.key === key;
    return element('th', {
      scope: 'col', class: column.type && 'number',
      'aria-sort': sorted && (sort.down ? 'descending' : 'ascending'),
    }, element('button', {
      type: 'button', id: `${id} sort ${key}`, 'data-sort': key,
      click: () => onSort({ key, down: sorted ? !sort.down : Boolean(column.type) }),
    }, ...(column.type ? [arrow(sorted), column.head] : [column.head, arrow(sorted)])));
  };
  const cell = (row, column, first) => element(first ? 'th' : 'td', {
    scope: first && 'row',
    class: [column.type && 'number', column.tone?.(row)].filter(Boolean).join(' ') || null,
  }, column.node?.(row) ?? shownText(column, row, format));
  const line = (row, i) => element('tr', {
    'aria-rowindex': paged && i >= 0 && first + i + 2,  // below the heads
    class: [row.muted && 'muted', row === current && 'current'].filter(Boolean).join(' ') || null,
  }, ...columns.map((column, i) => cell(row, column, i === 0)));

  const node = element('table', { 'aria-rowcount': paged && rows.length + 1 + (total ? 1 : 0) },
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(head))),
    element('tbody', {}, ...(paged ? rows.slice(first, last) : rows).map(line)));
  if (total) node.append(element('tfoot', {}, line(total)));
  const box = element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption }, node);
  if (!paged) return box;
  const leaf = (name, sign, to) => element('button', {
    type: 'button', id: `${id} ${name}`, class: 'small', 'aria-label': text[name], disabled: to < 0 || to > pages,
    click: () => onPage(to),
  }, sign);
  return element('div', {}, box, element('p', { class: 'note leaves' },
    leaf('previousRows', '‹', at - 1),
    element('span', { role: 'status' }, text.rowsShown(first + 1, last, rows.length)),
    leaf('nextRows', '›', at + 1)));
}

// Rows in the order of a column; what is missing comes last either way.
function sorted(rows, sort, locale) {
  if (!sort) return rows;
  const { key, down } = sort;
  const collator = new Intl.Collator(locale, { numeric: true });
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x == null || y == null) return (x == null) - (y == null);
    const order = typeof x === 'number' ? x - y : collator.compare(x, y);
    return down ? -order : order;
  });
}
