import { Global, Module } from '@nestjs/common';
import { readSettings, type Settings } from './config.js';

/** The injectable {@link Settings}. */
export abstract class Config {}
export interface Config extends Settings {}

@Global()
@Module({
  providers: [{ provide: Config, useFactory: () => readSettings() }],
  exports: [Config],
})
export class ConfigModule {}
