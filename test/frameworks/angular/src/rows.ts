// The rows that all recipes show; Angular's compiler takes no JSON from outside of its root.
export const rows = [
  { customer: 'ann', time: '2026-05-04T08:00:00Z', event: 'visit' },
  { customer: 'ann', time: '2026-05-04T09:00:00Z', event: 'signup' },
  { customer: 'ann', time: '2026-05-04T10:00:00Z', event: 'purchase' },
  { customer: 'bob', time: '2026-05-04T08:30:00Z', event: 'visit' },
  { customer: 'bob', time: '2026-05-04T09:30:00Z', event: 'signup' },
  { customer: 'cat', time: '2026-05-05T08:00:00Z', event: 'visit' },
];
