/**
 * Carries messages out in a task of their own. Of messages that replace each other only the latest counts, so that a flood
 * costs no more than what is drawn; of those that `keep` names, so many of a task are carried out and the rest dropped.
 *
 * @param keep most messages of a type that do not replace each other, in one task; 1 for all others
 * @returns what takes a message
 */
export function newestOf<T extends { readonly type: string }>(
  carryOut: (message: T) => void,
  keep: Readonly<Partial<Record<T['type'], number>>>,
  signal: AbortSignal,
): (message: T) => void {
  let waiting: T[] = [];
  let due = false;
  return (message) => {
    const most = keep[message.type as T['type']] ?? 1;
    if (most === 1) waiting = waiting.filter(({ type }) => type !== message.type);
    else if (waiting.filter(({ type }) => type === message.type).length >= most) return;
    waiting.push(message);
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      const now = waiting;
      waiting = [];
      for (const one of now) {
        if (!signal.aborted) carryOut(one);
      }
    });
  };
}
