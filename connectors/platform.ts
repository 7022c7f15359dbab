/**
 * The few web-platform parts connectors need, typed here because this folder also compiles where no DOM types are.
 * Looked up when used, never when imported: importing on a server must not throw.
 */
export interface TextDecoderLike {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

interface StreamReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** A fetched answer, as far as connectors look at it. */
export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** `cors` for another origin, whose `content-encoding` is hidden. */
  readonly type: string;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): StreamReader } | null;
}

interface Platform {
  readonly TextDecoder: new (label: string, options?: { ignoreBOM?: boolean; fatal?: boolean }) => TextDecoderLike;
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly AbortController: new () => { readonly signal: unknown; abort(): void };
  readonly DecompressionStream: new (format: 'gzip') => {
    readonly readable: { getReader(): StreamReader };
    readonly writable: {
      getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void>; abort(): Promise<void> };
    };
  };
  fetch(url: string, options: { signal: unknown }): Promise<FetchAnswer>;
  setTimeout(run: () => void, ms: number): unknown;
  setInterval(run: () => void, ms: number): unknown;
  clearInterval(timer: unknown): void;
}

/** The thread's web platform. */
export const platform: Platform = globalThis as unknown as Platform;

/** Bytes as text without dropping a byte order mark; invalid bytes become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return (utf8 ??= new platform.TextDecoder('utf-8', { ignoreBOM: true })).decode(bytes);
}

/** Each byte as the character of its number: for marks of formats, which are no text. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Text as UTF-8 bytes. */
export function encodeUtf8(text: string): Uint8Array {
  return new platform.TextEncoder().encode(text);
}

let utf8: TextDecoderLike | undefined;
