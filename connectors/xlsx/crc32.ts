/** Four bytes at a time: `tables[k][b]` is what byte `b` with `k` bytes of zeros after it does to the remainder. */
const tables: readonly [Int32Array, Int32Array, Int32Array, Int32Array] = makeTables();

/** The CRC-32 of ZIP over pieces: begins with 0, and goes on with what it gave for the bytes before. */
export function crc32(before: number, bytes: Uint8Array): number {
  const [one, two, three, four] = tables;
  const whole = bytes.length - (bytes.length % 4);
  let crc = ~before;
  for (let at = 0; at < whole; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = four[crc & 0xff]! ^ three[(crc >>> 8) & 0xff]! ^ two[(crc >>> 16) & 0xff]! ^ one[crc >>> 24]!;
  }
  for (let at = whole; at < bytes.length; at++) crc = one[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTables(): [Int32Array, Int32Array, Int32Array, Int32Array] {
  const one = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    one[byte] = crc;
  }
  const next = (table: Int32Array): Int32Array => table.map((crc) => one[crc & 0xff]! ^ (crc >>> 8));
  const two = next(one);
  const three = next(two);
  return [one, two, three, next(three)];
}
