import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from './common/clock.js';
import { LiveStreams } from './common/live-streams.js';
import { SecretBox } from './common/secret-box.js';
import { Config } from './config/config.module.js';
import { SimulatedBankOptions } from './connectors/simulated-bank/simulated-bank.options.js';
import { bankOptions } from './simulated-bank-options.js';

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
