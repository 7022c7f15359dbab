import type { EngineCore } from '../../worker/engine.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { goldenQuestions } from './questions.js';

/** Answers by the name of what was asked. */
export type GoldenAnswers = Readonly<Record<string, unknown>>;

/** What any host gives for an engine that holds the data. */
type Asked = 'run' | 'list' | 'describe' | 'identities' | 'explain';
export type GoldenEngine = Pick<Engine, Asked> | Pick<EngineCore, Asked>;

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
  for (const { id, request } of lists) answers[id] = await engine.list(request as Parameters<Engine['list']>[0]);
  // How many bytes the columns take is the one thing that storages differ in.
  const { bytes: _bytes, ...info } = await engine.describe();
  answers['the data'] = info;
  answers['identities'] = await engine.identities();
  answers['who a visitor is'] = await engine.explain('deviceId:v12');
  return JSON.parse(JSON.stringify(answers)) as GoldenAnswers;
}
