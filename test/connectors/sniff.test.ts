import { describe, expect, it } from 'vitest';
import { formatOf, isAccessLog, isRecording } from '../../connectors/formats/sniff.js';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the format of a file', () => {
  it.each([
    ['PK\x03\x04\x14\0\x06\0', 'xlsx'],
    ['PK\x05\x06\0\0\0\0', 'xlsx'],
    ['PAR1\x15\x04\x15\x90', 'parquet'],
    ['ARROW1\0\0', 'arrow'],
    ['\xff\xff\xff\xff\x78\0\0\0', 'arrow'],
    ['\xff\xff\xff\xff\x79\0\0\0', null],
    ['<?xml version="1.0"?>\n<!-- a <log> by hand -->\n<log xes.version="1.0">', 'xes'],
    ['\xef\xbb\xbf<log>', 'xes'],
    ['\xff\xfe<\0l\0o\0g\0>\0', 'xes'],
    ['\xfe\xff\0<\0l\0o\0g\0>', 'xes'],
    ['<\0?\0x\0m\0l\0 \0?\0>\0<\0l\0o\0g\0/\0>\0', 'xes'],
    ['<xes:log xmlns:xes="http://www.xes-standard.org/">', 'xes'],
    ['<?xml version="1.0"?><catalog><log/></catalog>', null],
    ['PKW,time\n1,2\n', null],
    ['PARTNER,time\n', null],
    ['ARROWS,time\n', null],
    ['time,log\n', null],
    ['', null],
  ])('of %j is %s', (start, format) => {
    expect(formatOf(latin1(start))).toBe(format);
  });

  it.each([
    ['203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-" "-"', true],
    ['shop.example:443 203.0.113.9 - ann [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5', true],
    ['2001:db8::1 - - [7/May/2026:10:05:03 +0200] "GET / HTTP/1.1" 304 -\nnot a line', false],
    ['a - - [17/May/2026:10:05:03 +0000] "GET /\na - - [17/May/2026:10:05:03 +0000] "GET /\nbroken', true],
    ['actor,time,event\n1,[17/May/2026:10:05:03 +0000],"a"', false],
    ['', false],
  ])('lines %j are a log: %s', (text, log) => {
    expect(isAccessLog(text)).toBe(log);
  });

  it.each([
    ['[{"type":4,"data":{"href":"https://shop.example/","width":1024,"height":768},"timestamp":1767600000000}]', true],
    ['{"events":[{"timestamp":1767600000000,"type":0,"data":{}}]}', true],
    ['{"type":3,"data":{"source":2,"type":2,"id":7,"x":1,"y":2},"timestamp":1767600000000}\n', true],
    ['[{"type":"click","timestamp":1767600000000}]', false],
    ['[{"type":3,"timestamp":17676}]', false],
    ['[{"type":31,"timestamp":1767600000000}]', false],
    ['[{"user":"u1","type":3,"timestamp":1767600000000}]', false],
  ])('JSON %j is a recording: %s', (text, recording) => {
    expect(isRecording(text)).toBe(recording);
  });
});
