import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineCore } from '../../worker/engine.js';
import { dataLogs, nearestRank } from './logs.js';

for (const log of dataLogs()) {
  const { events, actors, first, last, events_per_actor: perActor, count_per_event: perEvent } = log.figures;
  describe(`${log.name}: counts`, () => {
    let core: EngineCore;
    beforeAll(async () => {
      core = await log.load('typed');
    }, 120_000);

    it('events, actors and the time they span', async () => {
      const info = await core.describe();
      const expected: Record<string, unknown> = { rejectedRows: log.rejected };
      if (events !== undefined) expected['rows'] = events;
      if (actors !== undefined) expected['actors'] = actors;
      if (first) expected['firstMs'] = Date.parse(first);
      if (last) expected['lastMs'] = Date.parse(last);
      expect(info).toMatchObject(expected);
    });

    if (perEvent) {
      it('rows of each event', async () => {
        const info = await core.describe();
        expect(Object.fromEntries(info.events.map((event) => [event.name, event.rows]))).toEqual(perEvent);
      });
    }

    const top = log.figures.count_per_event_top30;
    if (top) {
      it('rows of the thirty events with most rows', async () => {
        const info = await core.describe();
        const names = info.events.slice(0, 30).map((event) => [event.name, event.rows]);
        expect(Object.fromEntries(names)).toEqual(top);
      });
    }

    if (perActor) {
      it('rows of an actor', async () => {
        const rows: number[] = [];
        for (let offset = 0; offset < actors!; offset += 10_000) {
          const mark = { kind: 'reached', step: 0 } as const;
          const page = await core.list({ spec: { kind: 'funnel', steps: [{}] }, mark, offset, limit: 10_000 });
          for (const actor of page.actors) rows.push(actor.rows);
        }
        rows.sort((a, b) => a - b);
        expect(rows).toHaveLength(actors!);
        expect({
          min: rows[0],
          p50: nearestRank(rows, 0.5),
          p90: nearestRank(rows, 0.9),
          max: rows.at(-1),
        }).toEqual(perActor);
      });
    }
  });
}

/** Figures of the files that other tests compare, by where, or that no analysis gives, by why. */
const elsewhere: Readonly<Record<string, string>> = {
  traces: 'the number of actors',
  lines: 'loading.test.ts',
  lines_not_matching_combined_format: 'loading.test.ts',
  distinct_client_addresses: 'loading.test.ts',
  distinct_address_and_agent_pairs: 'loading.test.ts',
  count_per_status: 'loading.test.ts',
  rows_per_contact_type: 'loading.test.ts',
  rows_per_priority: 'loading.test.ts',
  total_units: 'loading.test.ts',
  total_value_usd: 'loading.test.ts',
  rows_with_zero_value: 'loading.test.ts',
  missing_marker_count: 'of columns that the mapping leaves out',
  events_whose_file_order_disagrees_with_time_order: 'of the file, not of its events',
  events_out_of_time_order_within_trace: 'of the file, not of its events',
  referrer_hosts_top15: 'hosts within a property',
  distinct_items: 'values of a property',
  distinct_resources: 'values of a property',
  human_page_views: 'a log of its own',
  activity_with_lifecycle: 'a log of its own',
  same_item_funnel: 'a log of its own',
};
const compared = new Set([
  ...['events', 'actors', 'first', 'last', 'events_per_actor', 'count_per_event', 'count_per_event_top30'],
  ...['directly_follows', 'sessions_30min', 'variants', 'state_changes_only', 'first_page_per_actor_top10'],
  ...['hour_of_weekday_utc', 'hour_of_weekday_europe_stockholm', 'purchases_per_month'],
  ...['purchases_per_weekday_monday_first', 'same_incident_same_minute_pairs', 'same_customer_same_day_pairs'],
  ...['funnels', 'customers_with_k_distinct_purchase_days'],
]);

for (const log of dataLogs()) {
  describe(`${log.name}: counts`, () => {
    it('no figure is passed over', () => {
      const keys = Object.keys(log.figures);
      expect(keys.filter((key) => !compared.has(key) && !(key in elsewhere))).toEqual([]);
    });
  });
}
