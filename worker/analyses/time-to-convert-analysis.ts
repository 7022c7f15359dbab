import type { TimeToConvertMark, TimeToConvertResult, TimeToConvertSpec } from '../protocol/spec.js';
import type { Analysis } from './analysis.js';
import { checkTimeToConvert, checkTimeToConvertMark } from './funnel-check.js';
import { timeToConvert } from './time-to-convert.js';

/** Time from one step of a funnel to another (`docs/concepts/time-to-convert.md`). */
export const timeToConvertAnalysis: Analysis<TimeToConvertSpec, TimeToConvertResult, TimeToConvertMark> = {
  kind: 'timeToConvert',
  check: checkTimeToConvert,
  checkMark: checkTimeToConvertMark,
  answer: timeToConvert,
};
