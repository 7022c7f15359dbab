import type { DatasetInfo, JobOutcome } from '../../worker/protocol/result.js';
import type { Job } from '../../worker/protocol/spec.js';
import type { goldenQuestions, GoldenList } from './questions.js';

/** Answers by the name of what was asked. */
export type GoldenAnswers = Readonly<Record<string, unknown>>;

/** What any host gives for an engine that holds the data. */
export interface GoldenEngine {
  run(jobs: readonly Job[]): Promise<readonly JobOutcome[]>;
  list(request: GoldenList['request']): Promise<unknown>;
  describe(): Promise<DatasetInfo>;
  identities(): Promise<unknown>;
  explain(identifier: string): Promise<unknown>;
}

/**
 * Asks an engine everything. It uses nothing from outside itself, so that a browser driver can hand its text to a page
 * of whatever host.
 */
export async function askGolden(
  engine: GoldenEngine,
  { jobs, lists }: Pick<typeof goldenQuestions, 'jobs' | 'lists'>,
): Promise<GoldenAnswers> {
  const answers: Record<string, unknown> = {};
  for (const outcome of await engine.run(jobs)) {
    if (outcome.ok) answers[outcome.id] = outcome.result;
    else answers[outcome.id] = outcome.error;
  }
  for (const { id, request } of lists) answers[id] = await engine.list(request);
  // How many bytes the columns take is the one thing that storages differ in.
  const { bytes: _bytes, ...info } = await engine.describe();
  answers['the data'] = info;
  answers['identities'] = await engine.identities();
  answers['who a visitor is'] = await engine.explain('deviceId:v12');
  return JSON.parse(JSON.stringify(answers)) as GoldenAnswers;
}
