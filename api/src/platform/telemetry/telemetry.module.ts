import { Global, Module } from '@nestjs/common';
import { Meters } from './meters.js';
import { Tracer } from './tracer.js';

/** Global: whoever does something worth counting or tracing says so. */
@Global()
@Module({ providers: [Meters, Tracer], exports: [Meters, Tracer] })
export class TelemetryModule {}
