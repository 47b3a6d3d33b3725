// The live page: what its server pushes is taken into the model.

// JSON Patch (RFC 6902): adds, replaces and removes.
function applyPatch(model, operations) {
  for (const { op, path, value } of operations) {
    const names = path.slice(1).split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop();
    const at = names.reduce((node, name) => node[name], model);
    if (Array.isArray(at) && op !== 'replace') {
      at.splice(Number(last), op === 'remove' ? 1 : 0, ...(op === 'add' ? [value] : []));
    } else if (op === 'remove') {
      delete at[last];
    } else {
      at[last] = value;
    }
  }
}

const restMilliseconds = 200;  // between two redraws: many facts are one

// Has `changed` called after the model of a live page has changed; `connection.lost` is whether it
// may be behind.
function listen(model, connection, changed) {
  if (!model.live) return;
  const source = new EventSource(`events?after=${model.live.sequence}`);
  let due = null;
  const soon = () => {
    due ??= setTimeout(() => {
      due = null;
      changed();
    }, restMilliseconds);
  };
  source.addEventListener('change', ({ data }) => {
    applyPatch(model, JSON.parse(data));
    soon();
  });
  source.addEventListener('model', ({ data }) => {
    for (const name of Object.keys(model)) delete model[name];
    Object.assign(model, JSON.parse(data));
    soon();
  });
  const says = (lost) => () => {
    if (connection.lost === lost) return;
    connection.lost = lost;
    soon();
  };
  source.onopen = says(false);
  source.onerror = says(true);
}
