// Figures from the model: how they are written in a language, and what is derived from them.

const known = (value) => typeof value === 'number' && Number.isFinite(value);
const ratio = (part, whole) => (known(part) && known(whole) && whole !== 0 ? part / whole : null);
const difference = (a, b) => (known(a) && known(b) ? a - b : null);
const isGood = (gap) => (gap === null ? null : gap >= 0);

// A sum is missing when all its parts are.
const sum = (rows, name) =>
  rows.reduce((total, row) => (known(row[name]) ? (total ?? 0) + row[name] : total), null);

// An unknown currency code is written after the number instead of failing.
function moneyFormat(locale, currency, options) {
  try {
    return new Intl.NumberFormat(locale,
      { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...options });
  } catch {
    const plain = new Intl.NumberFormat(locale, options);
    return { format: (value) => `${plain.format(value)} ${currency ?? ''}` };
  }
}

// Formatters of a language; what is missing is a dash.
function formatters(model, text) {
  const unit = 10 ** (model.decimals ?? 2);
  const whole = moneyFormat(text.locale, model.currency, { maximumFractionDigits: 0 });
  const short = moneyFormat(text.locale, model.currency,
    { notation: 'compact', maximumSignificantDigits: 4, trailingZeroDisplay: 'stripIfInteger' });
  const share = new Intl.NumberFormat(text.locale,
    { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(text.locale, { maximumFractionDigits: 2 });
  const date = (options) => {
    const format = new Intl.DateTimeFormat(text.locale, { timeZone: 'UTC', ...options });
    return (iso) => (Number.isNaN(Date.parse(iso)) ? String(iso) : format.format(new Date(iso)));
  };
  const orDash = (format) => (value) => (known(value) ? format(value) : '–');
  return {
    money: orDash((value) => whole.format(value / unit)),
    shortMoney: orDash((value) => short.format(value / unit)),
    exactMoney: (value) => (known(value) ? (value / unit).toFixed(model.decimals ?? 2) : ''),
    signedMoney: orDash((value) => (value > 0 ? '+' : '') + whole.format(value / unit)),
    percent: orDash((value) => share.format(value)),
    count: orDash((value) => number.format(value)),
    day: date({ month: 'short', day: 'numeric', weekday: 'short' }),
    date: date({ month: 'short', day: 'numeric' }),
    weekday: (day) => date({ weekday: 'short' })(`2024-01-0${day + 1}`),  // a Monday is 0
    month: date({ year: 'numeric', month: 'long' }),
    shortMonth: date({ year: 'numeric', month: 'short' }),
    monthOnly: date({ month: 'short' }),
  };
}

const monthName = (month, format) => month.label ?? format(month.month);

// The page's word for a kind of breakdown; a kind it does not know keeps the model's key.
const named = (words, kind) => (Object.hasOwn(words, kind) ? words[kind] : kind);

// A call frequency, "2 weeks" or "3 in 2 weeks", in the words of the page.
function frequencyText(frequency, text) {
  const parts = /^(?:(\d+) in )?(?:(\d+) )?(week|month)s?$/.exec(frequency);
  if (!parts) return String(frequency);
  const [, visits, every, unit] = parts;
  return text.visits(Number(visits ?? 1), Number(every ?? 1), unit);
}

// How much of a month's target should be there by now: all of it once the month is closed, nothing
// before it begins, between these the same share as of the company's.
function shareByNow(month) {
  if (month.status === 'closed') return 1;
  return month.status === 'planned' ? 0 : ratio(month.pace, month.target);
}

// Rows of a breakdown with all that tables and charts show of them. A row has `expected`: what
// should be there by now of its target.
function withDerived(rows) {
  const total = sum(rows, 'actual') ?? sum(rows, 'target');
  return rows.map((row) => {
    const gap = difference(row.actual, row.expected);
    return {
      ...row,
      label: row.label ?? row.key,
      attainment: ratio(row.actual, row.target),
      growth: difference(ratio(row.actual, row.before), 1),
      gap,
      good: isGood(gap),
      share: ratio(row.actual ?? row.target, total),
    };
  });
}

const lastActualDay = (month) => month.days.findLast((day) => known(day.actual_cumulative));
