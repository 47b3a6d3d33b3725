// The page: reads the model, keeps what is chosen (language, theme, period, filters, orders), and
// draws it anew after each choice.

function header({ model, periods, text, format, view, state, show, choose }) {
  const { months } = model;
  const at = periods.findIndex(({ key }) => key === view.key);
  const step = (by) => {
    const next = periods[at + by];
    return element('button', {
      type: 'button', id: by < 0 ? 'previous' : 'next',
      'aria-label': by < 0 ? text.previous : text.next,
      disabled: next?.group !== periods[at].group,
      click: () => choose(next.key),
    }, by < 0 ? '‹' : '›');
  };
  return [
    element('div', { class: 'name' },
      element('h1', {}, model.company),
      element('p', {}, `${text.title} · ${monthName(months[0], format.month)} – `
        + monthName(months.at(-1), format.month))),
    element('div', { class: 'controls' },
      element('div', { class: 'months' }, step(-1),
        choice('month', text.period, periods.map(({ key, label, group }) =>
          ({ value: key, label, group: text.periodGroups[group] })), view.key, choose),
        step(1)),
      element('div', { class: 'languages', role: 'group', 'aria-label': text.language },
        ...Object.entries(labels).map(([language, { lang, languageName }]) => element('button', {
          type: 'button', id: `language-${language}`, lang,
          'aria-pressed': String(language === state.language),
          click: () => show({ language }),
        }, languageName))),
      choice('theme', text.theme, Object.entries(text.themes).map(([value, label]) =>
        ({ value, label })), state.theme, (theme) => show({ theme })),
      element('button', { type: 'button', id: 'print', click: () => print() }, text.print)),
  ];
}

const wide = '\u2003';  // indents a member below the one it belongs to

const manyMembers = 500;  // more are put into their list when it is first used

// A choice among the members of a dimension; `fill` puts them in.
function memberChoice({ name, members }, { text, drill }) {
  const label = named(text.dimensions, name);
  const many = members.length > manyMembers;
  const node = choice(`filter ${name}`, label, [{ value: '', label: text.all }], '',
    (member) => drill(name, member === '' ? null : Number(member)), {
      class: many && 'many',
      pointerdown: () => fill(),
      focus: () => fill(),
    });
  const fill = () => {
    if (node.options.length > 1) return;
    node.append(...members.map(({ label: member, depth }, i) =>
      element('option', { value: i }, wide.repeat(depth) + member)));
  };
  if (!many) fill();
  return { label: element('label', {}, `${label} `, node), node, fill };
}

// A choice for each dimension. Made once a language and left where it is: a list that moves is
// measured anew.
const filterControls = { text: null, node: null, choices: new Map() };

function filterChoices(page) {
  const { facts, text, show } = page;
  if (filterControls.text === text) return filterControls.node;
  const clear = element('button', { type: 'button', id: 'clear', click: () => show({ filters: [] }) }, text.clear);
  filterControls.text = text;
  filterControls.choices = new Map(facts.dimensions.map((dimension) => [dimension.name, memberChoice(dimension, page)]));
  filterControls.node = element('div', { class: 'controls' },
    ...[...filterControls.choices.values()].map(({ label }) => label), clear);
  return filterControls.node;
}

// The choices, and the way down: what is chosen, each a way back up.
function showFilters(bar, page) {
  const { model, facts, filters, text, show } = page;
  if (!facts) return;
  const controls = filterChoices(page);
  if (controls.parentNode !== bar) bar.replaceChildren(controls);
  while (controls.nextSibling) controls.nextSibling.remove();
  bar.setAttribute('aria-label', text.filters);
  const crumb = (label, i, last) => element('li', {}, last
    ? element('span', { 'aria-current': 'page' }, label)
    : element('button', {
        type: 'button', class: 'link', id: `crumb ${i}`, click: () => show({ filters: filters.slice(0, i) }),
      }, label));
  const path = [model.company,
    ...filters.map(({ dimension, member }) => dimensionOf(facts, dimension).members[member].label)];
  bar.append(element('nav', { 'aria-label': text.breadcrumb },
    element('ol', {}, ...path.map((label, i) => crumb(label, i, i === path.length - 1)))));
  if (filters.length > 0) bar.append(element('p', { class: 'note' }, text.filteredNote));
  for (const [name, { node, fill }] of filterControls.choices) {
    const member = filters.find(({ dimension }) => dimension === name)?.member;
    if (member !== undefined) fill();
    node.value = member ?? '';
  }
  document.getElementById('clear').disabled = filters.length === 0;
}

// How far the reader has scrolled each table, by the name of its box.
const scrollsOfTables = (main) => new Map([...main.querySelectorAll('.table')].map((box) =>
  [box.getAttribute('aria-label'), [box.scrollLeft, box.scrollTop]]));

function scrollTables(main, scrolled) {
  for (const box of main.querySelectorAll('.table')) {
    [box.scrollLeft, box.scrollTop] = scrolled.get(box.getAttribute('aria-label')) ?? [0, 0];
  }
}

function start() {
  const model = JSON.parse(document.getElementById('model').textContent);
  let facts = null;
  const read = () => {
    for (const month of model.months) month.days ??= [];
    facts = readFacts(model.facts);
  };
  read();
  const connection = { lost: false };
  let opening = model.months.findIndex((month) => month.status === 'open');
  if (opening < 0) opening = Math.max(0, model.months.findLastIndex((month) => month.status === 'closed'));
  const state = {
    language: model.language === 'zh' ? 'zh' : 'en',
    theme: 'system',
    period: `month-${opening}`,
    filters: [],  // {dimension, member}, in the order they were chosen
    query: {},
    cards: {},    // by section: {sort, page}
  };
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const node = (id) => document.getElementById(id);

  const paint = () => {
    const dark = state.theme === 'dark' || (state.theme === 'system' && system.matches);
    root.dataset.theme = dark && !('print' in root.dataset) ? 'dark' : 'light';  // paper is light
  };

  // Shows what is chosen after `change`, and gives the keyboard back to the control that was used.
  // What comes by itself leaves the choices and the tables where the reader has them.
  function show(change = {}, byItself = false) {
    const used = document.activeElement?.id;
    const scrolled = byItself ? scrollsOfTables(node('main')) : new Map();
    Object.assign(state, change);
    paint();
    const text = labels[state.language];
    const format = formatters(model, text);
    const periods = periodsOf(model.months, format, text);
    const { filters } = state;
    const rows = facts ? filtered(facts, filters) : [];
    const view = periodView(model, facts,
      periods.find(({ key }) => key === state.period) ?? periods[0], filters, rows);
    const page = {
      company: model.company, model, facts, periods, view, filters, rows, text, format, state, show,
      choose: (period) => show({ period }),
      drill: (dimension, member) => {
        const others = state.filters.filter((filter) => filter.dimension !== dimension);
        show({ filters: member === null ? others : [...others, { dimension, member }] });
      },
    };

    if (root.lang !== text.lang) root.lang = text.lang;  // to set it restyles the whole page
    document.title = `${model.company} · ${text.title} · ${view.label}`;
    if (!byItself) node('header').replaceChildren(...header(page));
    showFilters(node('filters'), page);
    const shown = sections.flatMap((section) => section(page) ?? []);
    keepDrawings(new Set(shown.map(({ id }) => id)));
    node('main').replaceChildren(
      element('h2', { class: 'period' }, view.label,
        element('span', { class: `status ${view.status}` }, text.statuses[view.status] ?? ''),
        ...(model.live ? [element('span', { class: `status ${connection.lost ? 'lost' : 'live'}`, role: 'status' },
          connection.lost ? text.lost : text.live)] : [])),
      ...(model.live?.problem ? [element('p', { class: 'notice' }, text.refused(model.live.problem))] : []),
      tiles(page),
      ...(charts ? [] : [element('p', { class: 'notice' }, text.noCharts)]),
      ...shown.map((section) => card(section, page, state.cards[section.id] ??= {})));
    node('footer').textContent = text.made;
    const news = text.showing(view.label,
      filters.map(({ dimension, member }) => dimensionOf(facts, dimension).members[member].label));
    if (node('news').textContent !== news) node('news').textContent = news;  // said when it is new
    drawAll();
    scrollTables(node('main'), scrolled);
    for (const row of byItself ? [] : node('main').querySelectorAll('.course tr.current')) {
      const box = row.closest('.table');
      box.scrollTop = row.offsetTop - box.clientHeight / 2;
    }
    // A unit that was drilled into has no button any more: its crumb stands for it.
    if (used) (node(used) ?? node('filters').querySelector('nav button'))?.focus();
  }

  show();
  listen(model, connection, () => {
    read();
    show({}, true);
  });
  new ResizeObserver(() => {
    if (document.body.clientWidth !== drawnWidth) requestAnimationFrame(() => drawAll());
  }).observe(document.body);
  system.addEventListener('change', () => show());
  const paper = (on) => () => {
    if (on) root.dataset.print = '';
    else delete root.dataset.print;
    paint();
    drawAll(on);
  };
  addEventListener('beforeprint', paper(true));
  addEventListener('afterprint', paper(false));
}

try {
  start();
} catch (error) {
  const { unreadable } = labels[navigator.language.startsWith('zh') ? 'zh' : 'en'];
  document.getElementById('main').replaceChildren(
    element('p', { class: 'notice', role: 'alert' }, `${unreadable} ${error.message}`));
}
