import { steps } from './events.mjs';

const unhurried = { due: () => false, rest: async () => undefined };

/**
 * The kit's own side of a race of readers: `ours` ends with a store to ask, `ours-rows` with every record as an object.
 * @param kit what `loadEngine` gave
 * @param reader the format's reader
 * @param counts of rows, and of each step among them
 */
export function kitReaders({ EngineCore, formatFile, lightConnectors }, reader, { bytes, name, mapping, counts }) {
  return {
    ours: {
      peer: 'ours',
      run: async () => {
        const engine = new EngineCore({ connectors: lightConnectors });
        await engine.load({ kind: 'bytes', bytes, name }, { mapping });
        return engine;
      },
      answer: async (engine) => {
        const info = await engine.describe();
        return [info.rows, ...steps.map((step) => info.events.find((event) => event.name === step).rows)];
      },
    },
    'ours-rows': {
      peer: 'ours-rows',
      run: async () => {
        const file = formatFile({ name, gzip: false, size: bytes.length, bytes });
        const source = await reader.open(file, {}, unhurried);
        const all = [];
        for (let next = await source.next(); next !== null; next = await source.next()) {
          for (const row of next) all.push(row);
        }
        return all;
      },
      answer: counts,
    },
  };
}
