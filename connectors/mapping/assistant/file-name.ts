const NOISE =
  /^(export|exports|exported|data|dataset|all|full|report|list|table|sheet|final|new|copy|of|the|csv|json|utf|raw|dump|download|my|view|part|v|sample|events?|rows?|records?|log|logs|history|sf|hubspot|salesforce)$/;
const HAN_NOISE = /导出|数据|明细|列表|报表|清单|汇总|记录|工作表|表格|表$|全部|最终版?|副本/g;

/**
 * A name for every row, from the name of the file or of its sheet: `leads_2026-03.csv` holds leads. Null when the name
 * says nothing.
 */
export function eventFromName(name: string): string | null {
  const plain = name
    .normalize('NFKC')
    .replace(/^.*[\\/]/, '')
    .replace(/[?#][^]*$/, '')
    .replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|xlsx|xls|xlsm|parquet|arrow|gz)){1,4}$/i, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(HAN_NOISE, ' ')
    .toLowerCase();
  const words = plain.split(/[^\p{L}]+/u).filter((word) => word !== '' && !NOISE.test(word) && !/^[a-z]$/.test(word));
  if (words.length === 0 || words.length > 4) return null;
  return [...words.slice(0, -1), singular(words.at(-1)!)].join(' ');
}

function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return /[a-z]{3}s$/.test(word) && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}
