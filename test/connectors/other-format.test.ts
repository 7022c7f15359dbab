import { describe, expect, it } from 'vitest';
import { fileConnector } from '../../connectors/file.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import { unhurried } from '../../worker/engine.js';

async function errorOf(bytes: Uint8Array): Promise<AnalyticsError | null> {
  try {
    await fileConnector.preview(
      { kind: 'bytes', bytes, name: 'events' },
      { signal: unhurried.signal, pace: unhurried.pace },
    );
    return null;
  } catch (thrown) {
    return thrown as AnalyticsError;
  }
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('a file of another format', () => {
  it.each([
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old Excel workbook'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'PNG'],
    ['<!doctype html><title>Sign in</title>', 'web page'],
    ['<?xml version="1.0"?><catalog/>', 'XML'],
  ])('beginning %j is refused by name', async (start, format) => {
    const error = await errorOf(latin1(start));
    expect(error?.code).toBe('source-format');
    expect(error?.message).toContain(format);
    expect(error?.message).toContain('CSV');
  });

  it.each([
    '[id],time\n1,2\n',
    '{x},y\n1,2\n',
    'PKW,time\n1,2\n',
    '<actor>,time\n1,2\n',
    'GIF,time\n1,2\n',
    '"[1]",b\n1,2\n',
  ])('header %j is a header', async (text) => {
    expect(await errorOf(latin1(text))).toBeNull();
  });
});
