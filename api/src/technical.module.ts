import { Global, Module } from '@nestjs/common';
import { AddressLimiter } from './common/address-limiter.js';
import { Clock, SystemClock } from './common/clock.js';
import { CredentialGuesses } from './common/credential-guesses.js';
import { LiveStreams } from './common/live-streams.js';
import { SecretBox } from './common/secret-box.js';
import { Config } from './config/config.module.js';
import { SimulatedBankOptions } from './connectors/simulated-bank/simulated-bank.options.js';
import { REDIS, type RedisConnection } from './queue/redis.js';
import { bankOptions } from './simulated-bank-options.js';

/** Domain-free pieces with their settings: the only place where those that may not read the configuration meet it. */
@Global()
@Module({
  providers: [
    LiveStreams,
    { provide: Clock, useClass: SystemClock },
    { provide: SecretBox, inject: [Config], useFactory: (config: Config) => new SecretBox(config.ENCRYPTION_KEY) },
    {
      provide: CredentialGuesses,
      inject: [Config, REDIS],
      useFactory: (config: Config, redis: RedisConnection | null) =>
        new CredentialGuesses(new AddressLimiter('credentials', config.RATE_LIMIT_CREDENTIALS, redis)),
    },
    { provide: SimulatedBankOptions, inject: [Config], useFactory: bankOptions },
  ],
  exports: [LiveStreams, Clock, SecretBox, CredentialGuesses, SimulatedBankOptions],
})
export class TechnicalModule {}
