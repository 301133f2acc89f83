import { Global, Module } from '@nestjs/common';
import { readSettings, type Settings } from './config.js';

/** Injected wherever a setting is needed; the interface is {@link Settings}. */
export abstract class Config {}
export interface Config extends Settings {}

@Global()
@Module({
  providers: [{ provide: Config, useFactory: () => readSettings() }],
  exports: [Config],
})
export class ConfigModule {}
