import { Injectable } from '@nestjs/common';

/** A payment link that is paid, for the return of its payer. */
export interface PaidLink {
  merchantId: string;
  linkId: string;
  referenceId: string | null;
  paymentId: string;
  /** The API key whose secret signs. */
  keyId: string;
}

/** The query of a return in the form of another API; null if the key can no longer sign. */
export type KeySignedReturn = (paid: PaidLink) => Promise<string | null>;

/** How payers of links return to merchants whose clients verify the return with an API key's secret. A façade sets it. */
@Injectable()
export class KeySignedReturns {
  private render: KeySignedReturn = () => Promise.resolve(null);

  use(render: KeySignedReturn): void {
    this.render = render;
  }

  of(paid: PaidLink): Promise<string | null> {
    return this.render(paid);
  }
}
