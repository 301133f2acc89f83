import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Whether the server accepts new requests. It turns off before the server closes, so that load balancers notice in time. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private isDraining = false;

  get draining(): boolean {
    return this.isDraining;
  }

  drain(): void {
    this.isDraining = true;
  }

  beforeApplicationShutdown(): void {
    this.drain();
  }
}
