import type { SimulatedBankOptions } from '../acquiring/connectors/simulated-bank/simulated-bank.options.js';
import type { Settings } from '../platform/config/config.js';

export const BANK_CONNECTIONS = 4;

export function bankOptions(config: Settings): SimulatedBankOptions {
  return {
    connectionString: config.DATABASE_URL,
    poolSize: BANK_CONNECTIONS,
    timeoutMs: config.BANK_TIMEOUT,
    preparedStatements: config.PG_PREPARED === 'on',
    processingDelayMs: config.TEST_PROCESSING_DELAY,
    slowDelayMs: config.SIMULATOR_SLOW_DELAY,
    testMode: config.TEST_MODE,
    testPaymentSuccess: config.TEST_PAYMENT_SUCCESS,
    upiSuccessRate: config.UPI_SUCCESS_RATE,
    cardSuccessRate: config.CARD_SUCCESS_RATE,
    processingDelayMinMs: config.PROCESSING_DELAY_MIN,
    processingDelayMaxMs: config.PROCESSING_DELAY_MAX,
    simulatorSeed: config.SIMULATOR_SEED,
  };
}
