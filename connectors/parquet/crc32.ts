let table: Int32Array | undefined;

/** CRC-32 as gzip and Parquet's pages have it (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  table ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
  const words = table;
  let crc = -1;
  for (let k = 0; k < bytes.length; k++) crc = words[(crc ^ bytes[k]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
