/** A map of at most `maxSize` entries. A new entry evicts the one that was set longest ago. */
export class BoundedMap<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly maxSize: number) {}

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  set(key: string, value: Value): void {
    this.values.delete(key); // keeps the map in the order of time
    this.values.set(key, value);
    if (this.values.size <= this.maxSize) return;
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.values.delete(key);
  }
}
