import { expect, test, vi } from 'vitest';
import { newestOf } from '../../../widgets/embed/newest.js';

interface Message {
  readonly type: 'height' | 'error' | 'end';
  readonly value: number;
}

function taking(keep = {}): {
  readonly done: Message[];
  readonly take: (message: Message) => void;
  readonly end: () => void;
} {
  const done: Message[] = [];
  const ended = new AbortController();
  const take = newestOf<Message>(
    (message) => {
      done.push(message);
      if (message.type === 'end') ended.abort();
    },
    keep,
    ended.signal,
  );
  return { done, take, end: () => ended.abort() };
}

test('of messages that replace each other the latest of a task is carried out, in its place', () => {
  vi.useFakeTimers();
  const { done, take } = taking();
  for (let value = 0; value < 10_000; value++) take({ type: 'height', value });
  take({ type: 'error', value: 1 });
  take({ type: 'height', value: -1 });
  expect(done).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
  vi.runAllTimers();
  expect(done).toEqual([
    { type: 'error', value: 1 },
    { type: 'height', value: -1 },
  ]);
  take({ type: 'height', value: 7 });
  vi.runAllTimers();
  expect(done.at(-1)).toEqual({ type: 'height', value: 7 });
  vi.useRealTimers();
});

test('of messages that do not, so many of a task as may be kept, the first ones', () => {
  vi.useFakeTimers();
  const { done, take } = taking({ error: 3 });
  for (let value = 0; value < 10_000; value++) take({ type: 'error', value });
  vi.runAllTimers();
  expect(done.map(({ value }) => value)).toEqual([0, 1, 2]);
  vi.useRealTimers();
});

test('nothing is carried out after the end, whoever said it', () => {
  vi.useFakeTimers();
  const { done, take, end } = taking();
  take({ type: 'end', value: 0 });
  take({ type: 'height', value: 1 });
  vi.runAllTimers();
  expect(done.map(({ type }) => type)).toEqual(['end']);
  const other = taking();
  other.take({ type: 'height', value: 1 });
  other.end();
  vi.runAllTimers();
  expect(other.done).toEqual([]);
  end();
  vi.useRealTimers();
});
