import pg from 'pg';

/**
 * A client that listens for its own `error` event. If a connection breaks while it is checked out but idle (between two
 * statements of a transaction, say), the event would have no listener, and Node would end the process. The next statement
 * on the connection fails anyway.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
