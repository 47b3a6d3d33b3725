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

// A table in a box that scrolls. `columns`: {key, head, format?, number?, node?}; the first column
// names the row. With `sort` {key, down} and `onSort(sort)`, heads are buttons.
function table({ caption, columns, rows, total, sort, onSort, current }) {
  const arrow = (sorted) => element('span', { 'aria-hidden': 'true', class: 'arrow' },
    sorted ? (sort.down ? '▼' : '▲') : '↕');
  const head = (column) => {
    const sorted = sort?.key === column.key;
    const order = sort?.down ? 'descending' : 'ascending';
    const content = onSort
      ? element('button', {
          type: 'button',
          'data-sort': column.key,
          click: () => onSort({ key: column.key, down: sorted ? !sort.down : Boolean(column.number) }),
        }, ...(column.number ? [arrow(sorted), column.head] : [column.head, arrow(sorted)]))
      : column.head;
    return element('th', {
      scope: 'col', class: column.number && 'number', 'aria-sort': sorted && order,
    }, content);
  };
  const cell = (row, column, first) => {
    const value = column.node?.(row) ?? (column.format ?? String)(row[column.key]);
    return element(first ? 'th' : 'td', {
      scope: first && 'row',
      class: [column.number && 'number', column.tone?.(row)].filter(Boolean).join(' ') || null,
    }, value);
  };
  const line = (row) => element('tr', {
    class: [row.muted && 'muted', row === current && 'current'].filter(Boolean).join(' ') || null,
  }, ...columns.map((column, i) => cell(row, column, i === 0)));

  const node = element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(head))),
    element('tbody', {}, ...rows.map(line)));
  if (total) node.append(element('tfoot', {}, line(total)));
  return element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption }, node);
}

// Rows in the order of a column; what is missing comes last either way.
function sorted(rows, { key, down }, locale) {
  const collator = new Intl.Collator(locale, { numeric: true });
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x == null || y == null) return (x == null) - (y == null);
    const order = typeof x === 'number' ? x - y : collator.compare(x, y);
    return down ? -order : order;
  });
}
