import { describe, expect, it } from 'vitest';
import { xmlText } from '../../connectors/xml/text.js';
import {
  mostAttributes,
  mostTagLength,
  mostXmlLevels,
  XmlFault,
  XmlTokenizer,
} from '../../connectors/xml/tokenizer.js';

/** All tokens of a text given in pieces of a length: `<a k=v>`, `</a>` and texts, joined where they touch. */
function tokens(xml: string, length = xml.length || 1): string[] {
  const tokenizer = new XmlTokenizer();
  const out: string[] = [];
  let at = 0;
  let wasText = false;
  for (;;) {
    const token = tokenizer.next();
    if (token === 'end') return out;
    if (token === 'more') {
      if (at >= xml.length) tokenizer.end();
      else tokenizer.push(xml.slice(at, (at += length)));
      continue;
    }
    const { name, keys, values } = tokenizer;
    if (token === 'text') {
      if (wasText) out[out.length - 1] += tokenizer.text;
      else out.push(tokenizer.text);
    } else if (token === 'open') out.push(`<${[name, ...keys.map((key, k) => `${key}=${values[k]}`)].join(' ')}>`);
    else out.push(`</${name}>`);
    wasText = token === 'text';
  }
}

function faultOf(xml: string): XmlFault {
  try {
    tokens(xml);
  } catch (error) {
    if (error instanceof XmlFault) return error;
    throw error;
  }
  throw new Error('no fault');
}

describe('the XML tokenizer', () => {
  const whole =
    '\ufeff<?xml version="1.0"?>\n<!-- a <b> -- c --><x:log a="1" b:c=\'"2"\' ><t>one &lt;two&gt; &#233;&#x1F600;' +
    '<![CDATA[<raw> &amp; ]] ]]>\r\nend</t><e k = "a&quot;b\n\tc"/><é-1.x/></x:log>\n<?done?>';

  it('gives elements without their prefix, attributes as written, texts with their entities', () => {
    expect(tokens(whole)).toEqual([
      '<log a=1 b:c="2">',
      '<t>',
      'one <two> é😀<raw> &amp; ]] \nend',
      '</t>',
      '<e k=a"b  c>',
      '</e>',
      '<é-1.x>',
      '</é-1.x>',
      '</log>',
    ]);
  });

  it.each([1, 2, 3, 5, 7, 11])('gives the same from pieces of %i characters', (length) => {
    expect(tokens(whole, length)).toEqual(tokens(whole));
  });

  it.each([
    ['a declaration of a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', /document type/],
    ['one within the text', '<a><!DOCTYPE b></a>', /document type/],
    ['an entity of its own', '<a>&b;</a>', /entity/],
    ['an entity in a value', '<a b="&c;"/>', /entity/],
    ['an entity that does not end', '<a>&amp</a>', /entity/],
    ['a character that XML forbids', '<a>&#0;</a>', /entity/],
    ['half a character', '<a b="&#xD800;"/>', /entity/],
    ['a control character in a value', '<a b="\u0001"/>', /control/],
    ['tags that do not nest', '<a><b></a></b>', /closes what is not open/],
    ['a tag closed beyond the outermost', '<a/></a>', /closes what is not open/],
    ['a second outermost element', '<a/><b/>', /outermost/],
    ['text outside', '<a/>b', /outside/],
    ['a tag cut off', '<a><b c="d', /within a tag/],
    ['an element cut off', '<a><b>', /within <b>/],
    ['a comment cut off', '<a><!-- b', /within a comment/],
    ['a section cut off', '<a><![CDATA[ b', /within a section/],
    ['nothing', '  ', /no element/],
    ['a value without quotes', '<a b=c/>', /quotes/],
    ['an attribute without a value', '<a b/>', /no value/],
    ['an open value', '<a b="c><d/></a>', /does not end/],
    ['an attribute given twice', '<a b="1" b="2"/>', /twice/],
    ['attributes that touch', '<a b="1"c="2"/>', /White space/],
    ['a name that begins with a digit', '<1a/>', /name/],
    ['a tag without a name', '<a>< b/></a>', /name/],
    ['CDATA outside', '<![CDATA[a]]><b/>', /declaration/],
  ])('refuses %s', (_, xml, message) => {
    expect(faultOf(xml).message).toMatch(message);
  });

  it('refuses levels, attributes and tags beyond what it holds', () => {
    expect(tokens('<a>'.repeat(mostXmlLevels) + '</a>'.repeat(mostXmlLevels))).toHaveLength(2 * mostXmlLevels);
    expect(faultOf('<a>'.repeat(mostXmlLevels + 1)).message).toMatch(/levels/);
    const attributes = (count: number): string => Array.from({ length: count }, (_, k) => ` a${k}="1"`).join('');
    expect(tokens(`<a${attributes(mostAttributes)}/>`)).toHaveLength(2);
    expect(faultOf(`<a${attributes(mostAttributes + 1)}/>`).message).toMatch(/attributes/);
    const tokenizer = new XmlTokenizer();
    tokenizer.push(`<a b="${'c'.repeat(mostTagLength)}`);
    expect(() => tokenizer.next()).toThrow(/too long/);
  });

  it('tells the line of a fault', () => {
    expect(faultOf('<a>\n\n<b>\r\n</c></a>').line).toBe(4);
  });

  it('goes on at the next element asked for, past what is no XML, in pieces of any length', () => {
    const xml = '<log><trace><event a="<"/><eventful/>< event></event ><x:event b="1"/></trace></log>';
    for (const length of [1, 3, xml.length]) {
      const tokenizer = new XmlTokenizer();
      let at = 0;
      const feed = (): void => (at >= xml.length ? tokenizer.end() : tokenizer.push(xml.slice(at, (at += length))));
      const next = (): string => {
        let token = tokenizer.next();
        for (; token === 'more'; token = tokenizer.next()) feed();
        return token;
      };
      expect([next(), next()]).toEqual(['open', 'open']);
      expect(next).toThrow(XmlFault);
      let found = tokenizer.seek(['event', 'trace'], 2, true);
      for (; found === 'more'; found = tokenizer.seek(['event', 'trace'], 2, false)) feed();
      expect(found).toBe('found');
      expect(tokenizer.passed).toBe('<event a="<"/><eventful/>< event></event >');
      expect([next(), tokenizer.name, tokenizer.attribute('b')]).toEqual(['open', 'event', '1']);
      expect([next(), next(), next(), next()]).toEqual(['close', 'close', 'close', 'end']);
    }
  });
});

describe('text of an XML file', () => {
  async function read(
    bytes: Uint8Array,
    declared?: string,
  ): Promise<[text: string, encoding: string, damaged: boolean]> {
    const text = await xmlText(
      (async function* () {
        for (const byte of bytes) yield Uint8Array.of(byte);
      })(),
      declared,
    );
    let all = '';
    for (let piece = await text.next(); piece !== null; piece = await text.next()) all += piece;
    return [all, text.encoding, text.isDamaged];
  }
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  it('is read as its declaration, its mark or the caller says', async () => {
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><é/>';
    expect(await read(latin(xml))).toEqual([xml, 'iso-8859-1', false]);
    expect(await read(new TextEncoder().encode('<é/>'))).toEqual(['<é/>', 'utf-8', false]);
    expect(await read(latin('<é/>'), 'gb18030')).toEqual(['<�/>', 'gb18030', true]);
    const wide = new Uint8Array(new Uint16Array([0xfeff, ...Array.from('<é/>', (c) => c.charCodeAt(0))]).buffer);
    expect(await read(wide)).toEqual(['<é/>', 'utf-16le', false]);
  });

  it('tells bytes that are no text from the sign for them that was written', async () => {
    expect(await read(new TextEncoder().encode('<a>\ufffd</a>'))).toEqual(['<a>\ufffd</a>', 'utf-8', false]);
    expect(await read(latin('<a>\xff</a>'))).toEqual(['<a>\ufffd</a>', 'utf-8', true]);
  });

  it('is not read in an encoding that nobody knows', async () => {
    await expect(read(latin('<?xml version="1.0" encoding="klingon"?><a/>'))).rejects.toThrow(RangeError);
  });
});
