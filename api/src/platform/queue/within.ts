/** The result of the work, or undefined if it takes longer. */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), limitMs).unref());
  return Promise.race([work, late]);
}
