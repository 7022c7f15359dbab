import { Gunzip } from 'fflate';
import { unpackZstd } from '../zstd/zstd.js';
import { crc32 } from '../crc32.js';
import { Fault } from './fault.js';
import { unpackHadoopLz4, unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';

// What this many packed bytes may swell to before they are counted is 17 MB.
const GZIP_PIECE = 16 * 1024;

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
      return attempt(() => unpackZstd(packed, size));
    default:
      throw damaged();
  }
}

/** All members; told to stop as soon as more comes out than was stated. */
function unpackGzip(packed: Uint8Array, size: number): Uint8Array {
  // Deflate packs at most 1032 to 1 (https://zlib.net/zlib_tech.html).
  if (packed.length < 18 || size > packed.length * 1032) throw damaged();
  const out = new Uint8Array(size);
  let to = 0;
  let members = 0;
  const gunzip = new Gunzip((bytes) => {
    if (to + bytes.length > size) throw damaged();
    out.set(bytes, to);
    to += bytes.length;
  });
  gunzip.onmember = () => void members++;
  attempt(() => {
    for (let at = 0; at < packed.length; at += GZIP_PIECE) {
      gunzip.push(packed.subarray(at, at + GZIP_PIECE), at + GZIP_PIECE >= packed.length);
    }
    return out;
  });
  if (to !== size) throw damaged();
  const trailer = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
  // A trailer is of its own member only.
  if (members === 1 && (trailer.getUint32(4, true) !== size || trailer.getUint32(0, true) !== crc32(0, out))) {
    throw damaged();
  }
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
