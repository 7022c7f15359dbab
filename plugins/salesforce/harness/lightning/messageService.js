// Messages go to every subscriber of the channel on the page, the sender's own component among them, each in a task of
// its own, and as plain data: what cannot be cloned cannot be sent.

export const APPLICATION_SCOPE = Symbol('APPLICATION_SCOPE');

const subscriptions = new Set();

export function createMessageContext() {
  return { context: Symbol('context') };
}

export function releaseMessageContext(context) {
  for (const one of [...subscriptions]) if (one.context === context) subscriptions.delete(one);
}

/** Wire adapter: a context that ends with the component. */
export class MessageContext {
  #context = createMessageContext();

  constructor(tell) {
    tell(this.#context);
  }
  connect() {}
  disconnect() {
    releaseMessageContext(this.#context);
  }
  update() {}
}

export function publish(context, channel, message) {
  if (!context || !channel?.name) throw new Error('publish needs a message context and a channel.');
  const sent = structuredClone(message);
  globalThis.harness.published.push({ channel: channel.name, message: sent });
  for (const one of [...subscriptions]) {
    if (one.channel === channel.name) setTimeout(() => subscriptions.has(one) && one.listener(structuredClone(sent)));
  }
}

export function subscribe(context, channel, listener) {
  if (!context || !channel?.name) throw new Error('subscribe needs a message context and a channel.');
  const subscription = { context, channel: channel.name, listener };
  subscriptions.add(subscription);
  return subscription;
}

export function unsubscribe(subscription) {
  subscriptions.delete(subscription);
}
