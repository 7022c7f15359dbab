import { AnalyticsError } from '../../worker/protocol/error.js';
import { parseSpan } from '../internal/span.js';

/**
 * Calls `run` once, so long from now as `refresh` says, unless `signal` aborts before. A page that nobody looks at waits
 * until somebody does. What is no span of a second or more goes to `fail`.
 */
export function planRefresh(
  refresh: string | number,
  page: Document,
  signal: AbortSignal,
  run: () => void,
  fail: (error: AnalyticsError) => void,
): void {
  if (signal.aborted) return;
  // "5m" is five minutes here: nobody waits for months.
  const ms = parseSpan(/\dm$/.test(String(refresh).trim()) ? `${String(refresh).trim()}in` : refresh);
  if (!(ms >= 1000)) {
    fail(
      new AnalyticsError(
        'spec-invalid',
        `<tp-dataset>: refresh="${refresh}" is no span of a second or more. Write "5m", "30 s", "1h", or milliseconds.`,
        { property: 'refresh', value: refresh },
      ),
    );
    return;
  }
  const timer = setTimeout(
    () => {
      if (page.hidden) page.addEventListener('visibilitychange', run, { once: true, signal });
      else run();
    },
    Math.min(ms, 2 ** 31 - 1),
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
}
