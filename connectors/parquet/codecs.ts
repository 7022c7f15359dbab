import { gunzipSync } from 'fflate';
import { decompress } from 'fzstd';
import { crc32 } from './crc32.js';
import { Fault } from './fault.js';
import { unpackHadoopLz4, unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';

/** The format's names by its numbers. */
const codecNames = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const;

/** @throws Fault for what needs more than a page's script can do */
export function checkCodec(codec: number, column: string): void {
  const name = codecNames[codec];
  if (name === undefined) throw new Fault(`column "${column}" is packed in no known way (${codec})`);
  if (name !== 'LZO' && name !== 'BROTLI') return;
  throw new Fault(
    `column "${column}" is packed with ${name}, which a browser cannot unpack without more parts`,
    "Write the file with ZSTD, SNAPPY or GZIP: COPY (SELECT * FROM 'file.parquet') TO 'new.parquet' (COMPRESSION zstd) in DuckDB, or compression=\"zstd\" in pandas and pyarrow.",
  );
}

/** A page's bytes; exactly `size` of them, or a fault. */
export function unpack(codec: number, packed: Uint8Array, size: number): Uint8Array {
  switch (codecNames[codec]) {
    case 'UNCOMPRESSED':
      if (packed.length !== size) throw damaged();
      return packed;
    case 'SNAPPY':
      return unpackSnappy(packed, size);
    case 'LZ4':
      return unpackHadoopLz4(packed, size);
    case 'LZ4_RAW':
      return unpackLz4(packed, size);
    case 'GZIP':
      return unpackGzip(packed, size);
    case 'ZSTD':
      return unpackZstd(packed, size);
    default:
      throw damaged();
  }
}

function unpackGzip(packed: Uint8Array, size: number): Uint8Array {
  // Deflate packs at most 1032 to 1 (https://zlib.net/zlib_tech.html).
  if (packed.length < 18 || size > packed.length * 1032) throw damaged();
  const out = attempt(() => gunzipSync(packed, { out: new Uint8Array(size) }));
  const trailer = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
  if (out.length !== size || trailer.getUint32(4, true) !== size || trailer.getUint32(0, true) !== crc32(out)) {
    throw damaged();
  }
  return out;
}

function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  if (size === 0) return new Uint8Array(0);
  const out = attempt(() => decompress(packed, new Uint8Array(size)));
  if (out.length !== size) throw damaged();
  return out;
}

function attempt(run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch {
    throw damaged();
  }
}

function damaged(): Fault {
  return new Fault('a page of it does not unpack');
}
