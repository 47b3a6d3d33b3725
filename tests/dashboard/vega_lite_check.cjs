// node vega_lite_check.cjs MODULES: reads {id: specification} from standard input, holds each against the
// schema of Vega-Lite, compiles it and draws it, and prints {id: {problems, svg}}.
const { createRequire } = require('node:module');
const load = createRequire(`${process.argv[2]}/`);
const Ajv = load('ajv');
const vega = load('vega');
const vegaLite = load('vega-lite');

const schema = load('vega-lite/build/vega-lite-schema.json');
const validate = new Ajv({ strict: false, allErrors: false, validateFormats: false }).compile(schema);

async function check(specification) {
  const problems = [];
  if (!validate(specification)) problems.push(...validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));
  const say = (...words) => { problems.push(words.join(' ')); return logger; };
  const logger = { level: () => logger, error: say, warn: say, info: () => logger, debug: () => logger };
  const { spec } = vegaLite.compile(specification, { logger });
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  return { problems, svg };
}

(async () => {
  const charts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const checked = {};
  for (const [id, specification] of Object.entries(charts)) checked[id] = await check(specification);
  process.stdout.write(JSON.stringify(checked));
})();
