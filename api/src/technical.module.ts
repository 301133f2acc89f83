import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from './common/clock.js';
import { LiveStreams } from './common/live-streams.js';
import { SecretBox } from './common/secret-box.js';
import { Config } from './config/config.module.js';
import { SimulatedBankOptions } from './connectors/simulated-bank/simulated-bank.options.js';

/** Domain-free pieces with their settings: the only place where those that may not read the configuration meet it. */
@Global()
@Module({
  providers: [
    LiveStreams,
    { provide: Clock, useClass: SystemClock },
    { provide: SecretBox, inject: [Config], useFactory: (config: Config) => new SecretBox(config.ENCRYPTION_KEY) },
    { provide: SimulatedBankOptions, inject: [Config], useFactory: bankOptions },
  ],
  exports: [LiveStreams, Clock, SecretBox, SimulatedBankOptions],
})
export class TechnicalModule {}

export const BANK_CONNECTIONS = 4;

export function bankOptions(config: Config): SimulatedBankOptions {
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
