import { Injectable } from '@nestjs/common';
import type { EventType } from '../../events/event-types.js';
import type { SignatureInput } from './signature.js';

/** The gateway's own form, and those of other APIs. */
export const BODY_FORMATS = ['native', 'razorpay', 'stripe'] as const;
export type BodyFormatName = (typeof BODY_FORMATS)[number];

/** How the events of the gateway are written for the verifiers of another API. */
export interface BodyFormat {
  /** The types that have a form in it. An endpoint of this format receives no others. */
  readonly events: readonly EventType[];
  /** The body of an event, from its stored payload. The same payload gives the same bytes in every attempt. */
  render(payload: string): string;
  /** The headers of one attempt; `body` is the rendered one. */
  headers(input: SignatureInput): Record<string, string>;
}

/** The formats other than the gateway's own. The façades add theirs when they start. */
@Injectable()
export class BodyFormats {
  private readonly formats = new Map<BodyFormatName, BodyFormat>();

  add(name: BodyFormatName, format: BodyFormat): void {
    this.formats.set(name, format);
  }

  /** Undefined for the gateway's own format. */
  of(name: BodyFormatName): BodyFormat | undefined {
    const format = this.formats.get(name);
    if (!format && name !== 'native') throw new Error(`no module has added the body format ${name}`);
    return format;
  }
}
