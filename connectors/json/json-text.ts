/** What a JSON text holds, besides what JSON.parse would give. */
export interface ParsedJson {
  readonly value: unknown;
  /** A key stands twice in one object; the last one counts. */
  readonly duplicateKey: boolean;
  /** A number is beyond what a double can hold; it is null. */
  readonly hugeNumber: boolean;
}

/** Levels of objects and lists that are read; deeper text is refused. */
export const mostLevels = 256;

/** Why a text is no JSON, and where. */
export class JsonFault extends Error {
  /**
   * @param at Place in the text, in UTF-16 units
   * @param after The value was whole, and something follows it
   */
  constructor(
    message: string,
    readonly at: number,
    readonly after: boolean = false,
  ) {
    super(message);
  }
}

/**
 * Reads a JSON text (RFC 8259), strictly. Objects have no prototype, so that every key is data. Integers that a double
 * would change stay text, digit by digit.
 * @throws JsonFault for what is no JSON, and for more levels than `mostLevels`
 */
export function parseJson(text: string): ParsedJson {
  const reader = new JsonReader(text);
  const value = reader.whole();
  return { value, duplicateKey: reader.duplicateKey, hugeNumber: reader.hugeNumber };
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  duplicateKey = false;
  hugeNumber = false;
  #at = 0;
  #level = 0;
  readonly #number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

  constructor(readonly text: string) {}

  whole(): unknown {
    this.#skip();
    const value = this.#value();
    this.#skip();
    if (this.#at < this.text.length) throw new JsonFault('Something follows a value', this.#at, true);
    return value;
  }

  #value(): unknown {
    const { text } = this;
    switch (text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object();
      case 0x5b:
        return this.#list();
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        return this.#numberValue();
    }
  }

  #object(): object {
    this.#deeper();
    const object = Object.create(null) as Record<string, unknown>;
    this.#at++;
    this.#skip();
    if (this.#take(0x7d)) return this.#higher(object);
    for (;;) {
      if (this.text.charCodeAt(this.#at) !== 0x22) throw this.#fault('A key in quotes is missing');
      const key = this.#string();
      this.#skip();
      if (!this.#take(0x3a)) throw this.#fault('A colon is missing');
      this.#skip();
      if (key in object) this.duplicateKey = true;
      object[key] = this.#value();
      this.#skip();
      if (this.#take(0x7d)) return this.#higher(object);
      if (!this.#take(0x2c)) throw this.#fault('A comma or a closing brace is missing');
      this.#skip();
    }
  }

  #list(): unknown[] {
    this.#deeper();
    const items: unknown[] = [];
    this.#at++;
    this.#skip();
    if (this.#take(0x5d)) return this.#higher(items);
    for (;;) {
      items.push(this.#value());
      this.#skip();
      if (this.#take(0x5d)) return this.#higher(items);
      if (!this.#take(0x2c)) throw this.#fault('A comma or a closing bracket is missing');
      this.#skip();
    }
  }

  #string(): string {
    const { text } = this;
    const start = ++this.#at;
    let parts = '';
    let from = start;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === 0x22) break;
      if (!(code >= 0x20)) throw this.#fault('A text does not end, or holds a control character');
      if (code !== 0x5c) {
        this.#at++;
        continue;
      }
      parts += text.slice(from, this.#at);
      parts += this.#escape();
      from = this.#at;
    }
    const whole = from === start ? text.slice(start, this.#at) : parts + text.slice(from, this.#at);
    this.#at++;
    return whole;
  }

  #escape(): string {
    const mark = this.text[this.#at + 1] ?? '';
    if (mark === 'u') {
      const hex = this.text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#fault('An escape is not written out');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    if (!Object.hasOwn(escapes, mark)) throw this.#fault('An escape is not known');
    this.#at += 2;
    return escapes[mark]!;
  }

  #numberValue(): number | string | null {
    this.#number.lastIndex = this.#at;
    const found = this.#number.exec(this.text);
    if (!found) throw this.#fault('A value is missing');
    const [written, fraction, exponent] = found;
    this.#at += written.length;
    const value = Number(written);
    if (!Number.isFinite(value)) {
      this.hugeNumber = true;
      return null;
    }
    // An id of 19 digits is not a quantity: its digits are what counts.
    const changed = fraction === undefined && exponent === undefined && !Number.isSafeInteger(value);
    return changed ? written : value;
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw this.#fault('A value is missing');
    this.#at += word.length;
    return value;
  }

  #skip(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #take(code: number): boolean {
    if (this.text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #deeper(): void {
    if (++this.#level > mostLevels) throw this.#fault(`More than ${mostLevels} levels`);
  }

  #higher<T>(value: T): T {
    this.#level--;
    return value;
  }

  #fault(message: string): JsonFault {
    return new JsonFault(message, this.#at);
  }
}
