import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '../platform/clock.js';
import { Config } from '../platform/config/config.module.js';
import { AddressLimiter } from '../platform/http/address-limiter.js';
import { CredentialGuesses } from '../platform/http/credential-guesses.js';
import { LiveStreams } from '../platform/http/live-streams.js';
import { MailOutbox } from '../platform/mail/mail-outbox.js';
import { REDIS, type RedisConnection } from '../platform/queue/redis.js';
import { SecretBox } from '../platform/secrets/secret-box.js';

/** Providers without a domain that cannot read the configuration themselves: they get their settings here. */
@Global()
@Module({
  providers: [
    LiveStreams,
    MailOutbox,
    { provide: Clock, useClass: SystemClock },
    { provide: SecretBox, inject: [Config], useFactory: (config: Config) => new SecretBox(config.ENCRYPTION_KEY) },
    {
      provide: CredentialGuesses,
      inject: [Config, REDIS],
      useFactory: (config: Config, redis: RedisConnection | null) =>
        new CredentialGuesses(new AddressLimiter('credentials', config.RATE_LIMIT_CREDENTIALS, redis)),
    },
  ],
  exports: [LiveStreams, MailOutbox, Clock, SecretBox, CredentialGuesses],
})
export class TechnicalModule {}
