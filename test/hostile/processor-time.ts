/** Processor time of this thread so far, ms: unlike a clock it does not count what other work on the machine takes. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
