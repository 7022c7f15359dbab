import { createFakeOrg } from './fake-org.js';
import { answerQuery } from './graphql.js';
import { now, sampleOrg, zone } from './sample.js';

/**
 * What the platform's modules take their answers from: `globalThis.harness`. A test may give parts of it beforehand in
 * `globalThis.harnessGiven`: `access` and `mostGroups` of the org, `failing` (so many first calls of Apex that fail), and
 * `formFactor`.
 */
export function startOrg(lang) {
  const { failing = 0, formFactor = 'Large', access, mostGroups } = globalThis.harnessGiven ?? {};
  const sample = sampleOrg(lang);
  const org = createFakeOrg({ tables: sample.tables, user: sample.user, now, access, mostGroups });
  const locale = lang === 'zh' ? 'zh-CN' : 'en-GB';
  const state = { failing };
  const harness = {
    sample,
    org,
    state,
    labels: Object.fromEntries(
      Object.keys(globalThis.harnessLabels.en).map((name) => [
        name,
        (lang === 'zh' && globalThis.harnessLabels.zh_CN[name]) || globalThis.harnessLabels.en[name],
      ]),
    ),
    i18n: { lang: locale, locale, timeZone: zone, currency: 'CNY', dir: 'ltr' },
    user: { Id: sample.user.id, isGuest: false },
    client: { formFactor },
    pageReference: { type: 'standard__recordPage', attributes: {}, state: {} },
    /** Where components went, and what they told each other. */
    navigated: [],
    published: [],
    navigate: (reference) => harness.navigated.push(reference),
    async apex(name, parameters) {
      await turn();
      if (state.failing > 0) {
        state.failing--;
        throw { body: { message: 'query-failed: The server took too long.' } };
      }
      const [, method] = name.split('.');
      return org.apex[method](parameters);
    },
    async graphql(query, variables) {
      await turn();
      return answerQuery(sample.tables, query, variables);
    },
  };
  globalThis.harness = harness;
  return harness;
}

/** An answer never comes in the task that asks for it. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
