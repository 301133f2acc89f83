import type { OpenedConnector } from './connector-entry.js';

interface Kept extends OpenedConnector {
  readonly cipher: string;
}

/** Accounts beyond this many are opened again when they are used again. */
const MAX_OPEN = 500;

/**
 * Connectors by account. One is opened with the account's credentials when it is first used, and again when the sealed
 * credentials have changed. The former one is closed after `graceMs`, because calls may still be under way on it.
 */
export class OpenConnectors<Opened extends OpenedConnector> {
  private readonly kept = new Map<string, Opened & Kept>();
  private readonly retired = new Map<Opened, NodeJS.Timeout>();

  constructor(
    private readonly graceMs: number,
    private readonly closeFailed: (error: unknown) => void,
  ) {}

  /** `cipher` stands for the version of the credentials: a rotation seals them anew. */
  get(accountId: string, cipher: string, open: () => Opened): Opened {
    const kept = this.kept.get(accountId);
    if (kept?.cipher === cipher) {
      // Put last, so that the first is the one that has not been used for longest.
      this.kept.delete(accountId);
      this.kept.set(accountId, kept);
      return kept;
    }
    const opened = Object.assign(open(), { cipher });
    if (kept) this.retire(kept);
    this.kept.delete(accountId);
    this.kept.set(accountId, opened);
    const [oldest] = this.kept;
    if (this.kept.size > MAX_OPEN && oldest) {
      this.kept.delete(oldest[0]);
      this.retire(oldest[1]);
    }
    return opened;
  }

  async closeAll(): Promise<void> {
    for (const timer of this.retired.values()) clearTimeout(timer);
    const all = [...this.kept.values(), ...this.retired.keys()];
    this.kept.clear();
    this.retired.clear();
    await Promise.all(all.map((one) => this.close(one)));
  }

  private retire(one: Opened): void {
    const timer = setTimeout(() => {
      this.retired.delete(one);
      void this.close(one);
    }, this.graceMs);
    this.retired.set(one, timer.unref());
  }

  private async close(one: Opened): Promise<void> {
    await one.close().catch(this.closeFailed);
  }
}
