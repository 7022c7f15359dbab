import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackZstd, ZstdFault } from '../../connectors/zstd/zstd.js';
import { mutants } from '../hostile/mutate.js';
import { random } from '../random.js';

const packed = (bytes: Uint8Array, level = 3, checksum = false): Uint8Array =>
  new Uint8Array(
    zstdCompressSync(bytes, {
      params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 },
    }),
  );

const draw = random(5);
const contents: Readonly<Record<string, (length: number) => Uint8Array>> = {
  zeros: (length) => new Uint8Array(length),
  noise: (length) => Uint8Array.from({ length }, () => draw() * 256),
  letters: (length) => Uint8Array.from({ length }, () => 97 + draw() * draw() * 20),
  steps: (length) => Uint8Array.from({ length }, (_, k) => k >> 8),
  times: (length) =>
    new Uint8Array(BigInt64Array.from({ length: length >> 3 }, (_, k) => BigInt(1.7e12 + k * 999)).buffer),
  records: (length) =>
    new TextEncoder().encode(
      Array.from({ length: length / 20 }, (_, k) => `{"id":${k},"e":"${['view', 'pay'][k % 2]}"}`).join('\n'),
    ),
};

describe('unpacking Zstandard', () => {
  for (const [name, make] of Object.entries(contents)) {
    it(`gives back ${name} of any length and level`, () => {
      for (const length of [0, 1, 7, 300, 5000, 140_000, 400_000]) {
        const bytes = make(length);
        for (const level of [-5, 1, 3, 9, 19]) {
          for (const checksum of [false, true]) {
            const found = unpackZstd(packed(bytes, level, checksum), bytes.length);
            expect(Buffer.compare(found, bytes)).toBe(0);
          }
        }
      }
    });
  }

  it('reads frames one after the other, and passes over what is to be skipped', () => {
    const skipped = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9);
    const [one, two] = [contents['letters']!(900), contents['steps']!(700)];
    expect(unpackZstd(Buffer.concat([packed(one), skipped, packed(two)]), 1600)).toEqual(
      new Uint8Array(Buffer.concat([one, two])),
    );
  });

  it('refuses an output that is filled too little or not wide enough', () => {
    const bytes = packed(contents['letters']!(5000));
    for (const length of [0, 4999, 5001]) expect(() => unpackZstd(bytes, length)).toThrow(ZstdFault);
    expect(() => unpackZstd(Uint8Array.of(1, 2, 3, 4), 4)).toThrow(ZstdFault);
    expect(unpackZstd(new Uint8Array(0), 0)).toHaveLength(0);
  });

  it('refuses a block that says far more than a block may hold', () => {
    // No literals; 98,047 sequences, all of whose tables are a single symbol: the longest match there is.
    const block = [0x00, 0xff, 0xff, 0xff, 0x54, 0, 0, 52, ...Array<number>(64).fill(0xff)];
    const head = block.length * 8 + 5;
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, head & 255, (head >> 8) & 255, head >> 16, ...block];
    expect(() => unpackZstd(Uint8Array.from(frame), 1_000_000)).toThrow(ZstdFault);
  });

  it('ends with the typed fault, or fills the output, for 3,000 damaged inputs', () => {
    for (const make of [contents['letters']!, contents['records']!, contents['times']!]) {
      const bytes = make(20_000);
      let refused = 0;
      for (const mutant of mutants(packed(bytes, 9), 1000, 11)) {
        try {
          unpackZstd(mutant, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ZstdFault);
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(500);
    }
  });
});
