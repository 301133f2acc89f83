import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Gateway } from './gateway.js';
import { type Environment, freePort, startProgram } from './processes.js';

const DOCTOR = fileURLToPath(new URL('../../../bin/doctor.mjs', import.meta.url));

/** A gateway, and the doctor that examines it. */
export class Consultation {
  private constructor(
    readonly gateway: Gateway,
    /** For files that a test writes. */
    readonly folder: string,
    /** Ports without a listener. */
    readonly free: Environment,
  ) {}

  static async begin(): Promise<Consultation> {
    const gateway = await Gateway.start();
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const free = { PORT: `${ports[0]}`, DASHBOARD_PORT: `${ports[1]}`, CHECKOUT_PORT: `${ports[2]}` };
    return new Consultation(gateway, mkdtempSync(path.join(os.tmpdir(), 'doctor-')), free);
  }

  /** Returns the exit code and the output. A `.env` of the machine has no effect. */
  async examine(env: Environment = {}, args: string[] = [], node: string[] = []) {
    const words = [...node, DOCTOR, '--env', path.join(this.folder, 'none.env'), ...args];
    const { DATABASE_URL = '' } = this.gateway.environment;
    const doctor = startProgram(words, { DATABASE_URL, ...this.free, ...env });
    await once(doctor.child, 'close');
    return { code: doctor.child.exitCode, said: doctor.log() };
  }

  async end(): Promise<void> {
    await this.gateway.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
