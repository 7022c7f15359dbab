import { describe, expect, test } from 'vitest';
import { nameCode, Token, XmlBytes } from '../../connectors/xlsx/xml-bytes.js';
import { XmlTokenizer } from '../../connectors/xml/tokenizer.js';
import { random } from '../random.js';

const spaces = new Set(['urn:mine']);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Tokens of a text that comes in pieces of a length, as words; texts side by side are one. */
function tokens(bytes: Uint8Array, piece: number): string[] {
  const xml = new XmlBytes(spaces, (what) => new Error(what));
  const found: string[] = [];
  for (let at = 0; ;) {
    const token = xml.next();
    switch (token) {
      case Token.more:
        if (at >= bytes.length) xml.end();
        else xml.push(bytes.subarray(at, (at += piece)));
        break;
      case Token.open:
        found.push(`<${xml.isOwn ? '' : '-'}${xml.name()} ${xml.attribute('a') ?? ''}`);
        break;
      case Token.close:
        found.push('>');
        break;
      case Token.text:
        if (found.at(-1)?.startsWith('=')) found[found.length - 1] += xml.text();
        else found.push(`=${xml.text()}`);
        break;
      case Token.end:
        return found;
    }
  }
}

const book =
  '\n<?xml version="1.0"?><!-- a > b -- --><m:a xmlns:m="urn:mine" xmlns=\'urn:other\' a = "1 &gt; 0"\n>x<b a=\'"\'/> 中文 &amp; &#x4e2d;' +
  '<![CDATA[<]>]]]]><c xmlns="urn:mine"><d a="]]>"></d ><m:e/></c><d/><?pi ?></m:a>\n<!---->';

describe('XML of a workbook', () => {
  test('is told apart by name space, whatever the prefix', () => {
    expect(tokens(encode(book), 1e6)).toEqual([
      '<a 1 > 0',
      '=x',
      '<-b "',
      '>',
      '= 中文 & 中<]>]]',
      '<c ',
      '<d ]]>',
      '>',
      '<e ',
      '>',
      '>',
      '<-d ',
      '>',
      '>',
    ]);
  });

  test('is the same in pieces of any length', () => {
    const whole = tokens(encode(book), 1e6);
    for (let piece = 1; piece < 60; piece++) expect(tokens(encode(book), piece)).toEqual(whole);
  });

  test('is refused wherever the tokenizer for text refuses it', () => {
    const next = random(5);
    // Without colons: name spaces are this one's alone, and it knows names that are none there.
    const signs = [
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      ' ',
      '&',
      ';',
      '!',
      '-',
      ']',
      '[',
      '?',
      'a',
      'b',
      '1',
      '<a>',
      '</a>',
      '<b a="1">',
      '</b>',
    ];
    let refused = 0;
    for (let k = 0; k < 4000; k++) {
      let text = book.trim();
      for (let more = 1 + Math.floor(next() * 2); more > 0; more--) {
        const at = Math.floor(next() * text.length);
        text = text.slice(0, at) + signs[Math.floor(next() * signs.length)]! + text.slice(at + Math.floor(next() * 2));
      }
      const strict = fault(() => plain(text));
      const ours = fault(() => tokens(encode(text), 1 + Math.floor(next() * 200)));
      if (strict !== null) refused++;
      // After a prefix a name begins anew: `m:1e` is none to a reader of name spaces.
      if (strict === null) expect([null, 'a name is none'], text).toContain(ours);
      // Values that nobody asks for are passed over as they are, entities that are none included.
      if (strict !== null && !strict.startsWith('An entity')) expect(ours, `${text}: ${strict}`).not.toBeNull();
    }
    expect(refused).toBeGreaterThan(1000);
  });

  test('has names of up to four letters as numbers', () => {
    const xml = new XmlBytes(spaces, (what) => new Error(what));
    xml.push(encode('<x:row xmlns:x="urn:mine"><rowss/>'));
    expect(xml.next()).toBe(Token.open);
    expect(xml.code).toBe(nameCode('row'));
    expect(xml.next()).toBe(Token.open);
    expect(xml.code).toBe(0);
  });

  test.each([
    ['levels', '<a>'.repeat(1001)],
    ['attributes', `<a ${Array.from({ length: 65 }, (_, k) => `a${k}="1"`).join(' ')}/>`],
    ['name spaces', `<a>${Array.from({ length: 65 }, (_, k) => `<b xmlns:n${k}="x">`).join('')}`],
    ['long texts', `<a>${'x'.repeat(1_100_000)}</a>`],
    ['long tags', `<a b="${'x'.repeat(1_100_000)}"/>`],
  ])('is refused for too many %s', (_, text) => {
    expect(fault(() => tokens(encode(text), 16_384))).toMatch(/more than|too long/);
  });
});

function fault(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Reads a text by the tokenizer for text, to its end. */
function plain(text: string): void {
  const xml = new XmlTokenizer();
  xml.push(text);
  xml.end();
  for (let token = xml.next(); token !== 'end'; token = xml.next()) if (token === 'text') void xml.text;
}
