// The platform reads the document when it compiles the component; here the text goes to the org as it is.

/** @returns the document's text */
export const gql = (texts, ...values) => String.raw({ raw: texts }, ...values);

/** Wire adapter: asks again whenever query or variables change; nothing until both are there. */
export class graphql {
  #tell;
  #config = null;

  constructor(tell) {
    this.#tell = tell;
    tell({ data: undefined, errors: undefined });
  }

  connect() {}

  disconnect() {
    this.#config = null;
  }

  update(config) {
    this.#config = config;
    if (config.query === undefined) return;
    void this.#ask(config);
  }

  async #ask(config) {
    const { data, errors } = await globalThis.harness.graphql(config.query, config.variables ?? {});
    if (config !== this.#config) return;
    // What a wire gives may not be changed by who gets it.
    this.#tell({ data: frozen(data), errors: frozen(errors), refresh: () => this.#ask(config) });
  }
}

function frozen(value) {
  if (typeof value !== 'object' || value === null) return value;
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}
