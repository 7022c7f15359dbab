// The sample ends in November 2026, and so does the page's time: "the last twelve months" are the same whenever it is
// opened. It goes on from there, as clocks do; one that a test has set stands still.
{
  const begun = performance.now();
  const set = globalThis.harnessGiven?.now;
  const start = set ?? Date.UTC(2026, 10, 22, 2, 42);
  const Real = Date;
  const nowMs = () => start + (set === undefined ? Math.floor(performance.now() - begun) : 0);
  globalThis.Date = class Date extends Real {
    constructor(...parts) {
      if (parts.length === 0) super(nowMs());
      else super(...parts);
    }
    static now() {
      return nowMs();
    }
  };
}
