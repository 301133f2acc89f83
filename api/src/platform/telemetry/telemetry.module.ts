import { Global, Module } from '@nestjs/common';
import { Meters } from './meters.js';
import { Tracer } from './tracer.js';

/** Global, since every domain counts and traces. */
@Global()
@Module({ providers: [Meters, Tracer], exports: [Meters, Tracer] })
export class TelemetryModule {}
