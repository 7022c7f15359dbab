const NAME_AND_ID = /^(.+) · ([a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/;

/** What connects the dataset: the kit's engine, whose lists call customers by name instead of by name and record id. */
export function namingEngine(kit) {
  return async (options) => {
    const engine = await kit.createEngine(options);
    const list = engine.list.bind(engine);
    engine.list = async (request, call) => {
      const page = await list(request, call);
      return page.actors ? { ...page, actors: named(page.actors) } : { ...page, rows: named(page.rows) };
    };
    return engine;
  };
}

/** Customers of one name keep the end of their id (its last three of 18 only repeat its case), so that they can be told apart. */
function named(people) {
  const ids = new Map();
  for (const { label } of people) {
    const [, name, id] = NAME_AND_ID.exec(label) ?? [];
    if (name) ids.set(name, (ids.get(name) ?? new Set()).add(id));
  }
  return people.map((one) => {
    const [, name, id] = NAME_AND_ID.exec(one.label) ?? [];
    if (!name) return one;
    return { ...one, label: ids.get(name).size > 1 ? `${name} · ${id.slice(11, 15)}` : name };
  });
}
