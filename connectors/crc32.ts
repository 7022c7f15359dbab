const TABLES = 8;

/** What byte `b` with `k` bytes of zeros after it does to the remainder stands at `256 * k + b`. */
const table: Int32Array = makeTable();

/** The CRC-32 of ZIP, gzip and Parquet's pages (ISO 3309) over pieces: begins with 0, and goes on with what it gave for the bytes before. */
export function crc32(before: number, bytes: Uint8Array): number {
  const t = table;
  const whole = bytes.length - (bytes.length % TABLES);
  let crc = ~before;
  // Eight bytes at a time; the loop below says it for one.
  for (let at = 0; at < whole; at += TABLES) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (let at = whole; at < bytes.length; at++) crc = t[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTable(): Int32Array {
  const values = new Int32Array(256 * TABLES);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    values[byte] = crc;
  }
  for (let k = 256; k < values.length; k++) {
    const before = values[k - 256]!;
    values[k] = values[before & 0xff]! ^ (before >>> 8);
  }
  return values;
}
