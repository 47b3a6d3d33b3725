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

const shownRows = 250;  // a table longer than this says so, and shows all when asked to

// What a cell shows. A column: {key, head, type?, format?, node?, tone?, raw?, by?}. `type` names
// the formatter of a number ("money", "percent" ...); other columns are texts, by `format`. `node`
// makes an element of the text, `by` is the key to sort by, `raw` has CSV write the bare value.
const shownText = (column, row, format) =>
  (column.type ? format[column.type] : column.format ?? String)(row[column.key]);

// A table in a box that scrolls; the first column names the row, heads sort. `sort` is {key, down}
// or undefined for the order given.
function table({ id, caption, columns, rows, total, current }, { text, format, sort, all, onSort, onAll }) {
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
  const line = (row) => element('tr', {
    class: [row.muted && 'muted', row === current && 'current'].filter(Boolean).join(' ') || null,
  }, ...columns.map((column, i) => cell(row, column, i === 0)));

  const shown = all ? rows : rows.slice(0, shownRows);
  const node = element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(head))),
    element('tbody', {}, ...shown.map(line)));
  if (total) node.append(element('tfoot', {}, line(total)));
  const box = element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption }, node);
  if (shown.length === rows.length) return box;
  return element('div', {}, box, element('p', { class: 'note' },
    text.firstRows(shown.length, rows.length), ' ',
    element('button', { type: 'button', id: `${id} all`, class: 'small', click: onAll }, text.showAll)));
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
