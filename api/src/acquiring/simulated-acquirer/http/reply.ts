/** A response as it is sent and, under an idempotency key, stored. */
export interface Reply {
  status: number;
  text: string;
  headers: Readonly<Record<string, string>>;
}

/** The connection is closed without a response. */
export const NO_RESPONSE = 'no response';
export type Outcome = Reply | typeof NO_RESPONSE;

export const JSON_TYPE = 'application/json; charset=utf-8';

export function json(status: number, body: object): Reply {
  return { status, text: JSON.stringify(body), headers: { 'content-type': JSON_TYPE } };
}

/** A request that is refused, with the code that programs read. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  get reply(): Reply {
    return json(this.status, { error: { code: this.code, message: this.message } });
  }
}
