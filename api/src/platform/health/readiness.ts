import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Whether new requests are welcome. It says no first, so that a balancer looks elsewhere before the server closes. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private leaving = false;

  get draining(): boolean {
    return this.leaving;
  }

  drain(): void {
    this.leaving = true;
  }

  beforeApplicationShutdown(): void {
    this.drain();
  }
}
