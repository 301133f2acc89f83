import { createHash } from 'node:crypto';

/** The hash before the first entry of a chain. */
export const GENESIS = '0'.repeat(64);
/**
 * Entries written at nearly the same time may be linked in another order, and clocks are corrected. A greater
 * difference is backdating.
 */
const MAX_BACKDATING_MS = 5 * 60_000;

/** A linked entry, as stored. */
export interface LinkedEntry {
  readonly id: string;
  readonly seq: number;
  /** In hexadecimal digits. */
  readonly hash: string;
  /** The entry as one JSON object. */
  readonly content: string;
  readonly created_at: Date;
}

/** The place of an entry in a chain: its number and its hash. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

export interface Break {
  seq: number;
  /** Null: the entry is missing. */
  id: string | null;
  reason: 'missing' | 'changed' | 'backdated' | 'not_in_chain' | 'bad_signature';
}

/** The entry without its hash: the bytes that are hashed, and that an export has. */
export function canonical(seq: number, content: string): string {
  // Line breaks between the values of a JSON text have no meaning, and would end a line of an export.
  return `{"seq":${seq},${content.replace(/[\r\n]+/g, ' ').slice(1)}`;
}

/** SHA-256 of the hash before, a line feed, and the entry. */
export function hashOf(before: string, seq: number, content: string): string {
  return createHash('sha256')
    .update(`${before}\n${canonical(seq, content)}`)
    .digest('hex');
}

/** Checks a chain entry by entry and stops at the first one that does not fit. */
export class ChainCheck {
  broken: Break | null = null;
  entries = 0;
  private lastMadeMs = 0;

  constructor(private at: Link) {}

  get last(): Link {
    return this.at;
  }

  /** False once the chain is broken. */
  follow(entry: LinkedEntry): boolean {
    const reason = this.faultOf(entry);
    if (reason === null) {
      this.at = { seq: entry.seq, hash: entry.hash };
      this.lastMadeMs = Math.max(this.lastMadeMs, entry.created_at.getTime());
      this.entries++;
    } else {
      const isMissing = reason === 'missing';
      this.broken = { seq: isMissing ? this.at.seq + 1 : entry.seq, id: isMissing ? null : entry.id, reason };
    }
    return reason === null;
  }

  /** Compares the last entry with the signed head: entries at the end may be missing or may have been added. */
  end(head: Link): void {
    if (this.broken) return;
    if (this.at.seq < head.seq) this.broken = { seq: this.at.seq + 1, id: null, reason: 'missing' };
    else if (this.at.seq > head.seq || this.at.hash !== head.hash)
      this.broken = { seq: this.at.seq, id: null, reason: 'not_in_chain' };
  }

  private faultOf(entry: LinkedEntry): Break['reason'] | null {
    if (entry.seq > this.at.seq + 1) return 'missing';
    if (entry.seq <= this.at.seq) return 'not_in_chain';
    if (entry.hash !== hashOf(this.at.hash, entry.seq, entry.content)) return 'changed';
    return entry.created_at.getTime() < this.lastMadeMs - MAX_BACKDATING_MS ? 'backdated' : null;
  }
}
