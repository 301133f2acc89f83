import type { BookOptions } from './bank-book.js';
import type { Switches } from './switches.js';

/** The bank's options. The class is the injection token. `timeoutMs` is BANK_TIMEOUT. */
export abstract class SimulatedBankOptions implements BookOptions, Switches {
  abstract readonly connectionString: string;
  abstract readonly poolSize: number;
  abstract readonly timeoutMs: number;
  abstract readonly preparedStatements?: boolean;
  abstract readonly processingDelayMs: number;
  abstract readonly slowDelayMs: number;
  abstract readonly testMode?: boolean;
  abstract readonly testPaymentSuccess?: boolean;
  abstract readonly upiSuccessRate?: number;
  abstract readonly cardSuccessRate?: number;
  abstract readonly processingDelayMinMs?: number;
  abstract readonly processingDelayMaxMs?: number;
  abstract readonly simulatorSeed?: string;
}
