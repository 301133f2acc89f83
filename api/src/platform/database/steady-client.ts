import pg from 'pg';

/**
 * A connection whose loss ends no process. Whoever has one checked out without a statement under way (a library between
 * two statements of its transaction, say) would leave its `error` event to nobody, and Node ends the process for that.
 * The next statement on it fails anyway, which is how its holder learns.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
