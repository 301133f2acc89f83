import type { AcquirerDatabase } from '../acquirer-database.js';
import type { SimulatedBank } from '../bank/simulated-bank.js';
import type { Faults } from '../faults/faults.js';
import { faultyCall, type Sending } from '../faults/faulty-call.js';
import type { ApiKey, ApiKeys } from '../keys/api-keys.js';
import type { Call, Route } from './calls.js';
import { StoredResponses } from './idempotency.js';
import { type Outcome, Refusal } from './reply.js';
import { parseJson } from './request-body.js';

/** A request as far as the API reads it. */
export interface ApiRequest {
  method: string;
  path: string;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  host: string | undefined;
  body: () => Promise<string>;
}

/** The API for gateways: authenticates, applies the faults that are set, and runs the operation. */
export class Api {
  private readonly stored: StoredResponses;

  constructor(
    private readonly routes: readonly Route[],
    private readonly keys: ApiKeys,
    private readonly faults: Faults,
    private readonly bankOf: (key: ApiKey) => SimulatedBank,
    database: AcquirerDatabase,
  ) {
    this.stored = new StoredResponses(database);
  }

  async run(request: ApiRequest): Promise<{ outcome: Outcome; sending: Sending }> {
    const key = await this.keys.authenticate(request.authorization);
    const { route, id } = this.find(request);
    const text = await request.body();
    return faultyCall(this.faults, key.account, route.operation, () => this.execute(route, key, id, text, request));
  }

  private async execute(
    route: Route,
    key: ApiKey,
    id: string,
    text: string,
    { method, path, idempotencyKey, host }: ApiRequest,
  ): Promise<Outcome> {
    const call: Call = { key, bank: this.bankOf(key), id, body: parseJson(text), host };
    if (idempotencyKey === undefined || !route.isRepeatable) return outcomeOf(route, call);
    const fingerprint = `${method} ${path}\n${text}`;
    const replay = await this.stored.replay(key, idempotencyKey, fingerprint);
    if (replay) return replay;
    const outcome = await outcomeOf(route, call);
    await this.stored.store(key, idempotencyKey, fingerprint, outcome);
    return outcome;
  }

  private find({ method, path }: ApiRequest): { route: Route; id: string } {
    for (const route of this.routes) {
      const match = route.method === method ? route.path.exec(path) : null;
      if (match) return { route, id: decoded(match[1] ?? '') };
    }
    throw new Refusal(404, 'unknown_path', `There is no ${method} ${path}`);
  }
}

/** A refused request has a response, which the idempotency key stores as well. */
async function outcomeOf(route: Route, call: Call): Promise<Outcome> {
  try {
    return await route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, 'invalid_path', 'The path is not encoded correctly');
  }
}
