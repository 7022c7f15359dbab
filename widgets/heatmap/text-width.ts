/** Width of a text of 12 px, by what its letters take on average; good enough to keep labels apart. */
export function textWidth(text: string, size = 12): number {
  let units = 0;
  for (const letter of text) units += /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(letter) ? 1 : 0.56;
  return Math.ceil(units * size);
}
