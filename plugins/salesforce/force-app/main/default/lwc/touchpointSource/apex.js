import daysOf from '@salesforce/apex/TouchpointController.days';
import rowsOf from '@salesforce/apex/TouchpointController.rows';
import hoursOf from '@salesforce/apex/TouchpointController.hours';

/** Why nothing can be shown; `code` is 'no-access', 'query-failed' or 'aborted', the message is for people's logs. */
export function fault(code, message, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.code = code;
  return error;
}

/**
 * Asks the controller, for one reading; a request that is given up is left to end by itself, since Apex cannot be stopped.
 *
 * The methods are `cacheable`, by which the platform refuses them every write; a page then answers a request that it has
 * seen from memory. The moment of the reading in each request keeps counts of now from standing beside rows of this
 * morning.
 */
export class Asker {
  constructor(signal) {
    this.signal = signal;
    this.stamp = Date.now();
  }

  /** Counts by day and source. */
  days(request) {
    return this.ask(daysOf, request);
  }

  /** One page of rows. */
  rows(request) {
    return this.ask(rowsOf, request);
  }

  /** Counts of one source by hour. */
  hours(request) {
    return this.ask(hoursOf, request);
  }

  async ask(method, request) {
    if (this.signal?.aborted) throw fault('aborted', 'The reading of touchpoints was given up.');
    try {
      return JSON.parse(await this.orAborted(method({ request: JSON.stringify({ ...request, stamp: this.stamp }) })));
    } catch (error) {
      throw error.code === 'aborted' ? error : told(error);
    }
  }

  orAborted(answer) {
    if (!this.signal) return answer;
    return new Promise((resolve, reject) => {
      const give = () => reject(fault('aborted', 'The reading of touchpoints was given up.'));
      const done = () => this.signal.removeEventListener('abort', give);
      this.signal.addEventListener('abort', give);
      answer.then(resolve, reject).finally(done);
    });
  }
}

/** What Apex said, with our code: the controller writes `code: message`, the platform its own words. */
function told(error) {
  const message = error?.body?.message ?? error?.message ?? String(error);
  const [, code, rest] = /^([a-z-]+): ([^]*)$/.exec(message) ?? [];
  if (code) return fault(code === 'no-access' ? 'no-access' : 'query-failed', rest, error);
  // Without the permission set the platform itself refuses the class.
  return fault(/do not have access|insufficient/i.test(message) ? 'no-access' : 'query-failed', message, error);
}
