import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { Caller } from '../access/caller.js';
import type { AuditVerificationDto } from './audit.dto.js';
import * as sql from './audit.queries.js';
import { type Break, ChainCheck, GENESIS, hashOf, type Link, type LinkedEntry } from './chain.js';

/** Entries per transaction. A pass links a limited number of batches and leaves the rest to the next pass. */
const LINK_BATCH_SIZE = 500;
const MAX_BATCHES_PER_PASS = 10;
/** Entries that a verification reads per statement, and at most per request. */
const READ_BATCH_SIZE = 1_000;
const MAX_VERIFIED_PER_CALL = 20_000;
const MAX_COUNTED_UNLINKED = 10_000;
/** Purposes of the keys that are derived from ENCRYPTION_KEY. */
const HEAD_PURPOSE = 'audit head';
const ANCHOR_PURPOSE = 'audit anchor';

interface Unlinked {
  merchantId: string;
  id: string;
  content: string;
}
interface Chain extends Link {
  merchantId: string;
  signature: string;
  anchorSeq: number;
  anchorHash: string | null;
  anchorSignature: string | null;
}

/** The chain of a merchant without entries. */
const EMPTY_CHAIN = { seq: 0, hash: GENESIS, signature: '', anchorSeq: 0, anchorHash: null, anchorSignature: null };

/** Links the audit entries of each merchant into a hash chain, verifies it, and deletes its oldest entries. */
@Injectable()
export class AuditChain {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** Links the entries written since the last pass. Any number of workers may call it at once: a lock admits one. */
  async link(): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES_PER_PASS; batch++) {
      const linked = await this.database.transaction((tx) => this.linkBatch(tx));
      if (linked < LINK_BATCH_SIZE) return;
    }
  }

  private async linkBatch(tx: Tx): Promise<number> {
    const [lock] = await tx.query<{ mine: boolean }>(sql.TRY_LOCK);
    if (!lock?.mine) return 0;
    const entries = await tx.query<Unlinked>(sql.UNLINKED, [LINK_BATCH_SIZE]);
    if (entries.length === 0) return 0;
    const merchants = [...new Set(entries.map(({ merchantId }) => merchantId))];
    const chains = await tx.query<Chain>(sql.LOCK_CHAINS, [merchants]);
    const heads = new Map<string, Link>(chains.map((chain) => [chain.merchantId, chain]));
    const links = entries.map(({ merchantId, id, content }) => {
      const before = heads.get(merchantId) ?? { seq: 0, hash: GENESIS };
      const link = { seq: before.seq + 1, hash: hashOf(before.hash, before.seq + 1, content) };
      heads.set(merchantId, link);
      return { merchant_id: merchantId, id, ...link };
    });
    await tx.query(sql.LINK, [JSON.stringify(links)]);
    const signed = merchants.map((merchantId) => {
      const { seq, hash } = heads.get(merchantId) as Link;
      return { merchant_id: merchantId, seq, hash, signature: this.sign(HEAD_PURPOSE, merchantId, { seq, hash }) };
    });
    await tx.query(sql.SET_HEADS, [JSON.stringify(signed)]);
    return entries.length;
  }

  /**
   * Finds the first entry that was changed, removed or inserted. A long chain takes several calls: `fromSeq` is the
   * `next_seq` of the previous call.
   */
  async verify({ merchant }: Pick<Caller, 'merchant'>, fromSeq?: number): Promise<AuditVerificationDto> {
    const chain = await this.chainOf(merchant.id);
    const start = await this.startOf(merchant.id, chain, fromSeq);
    const check = new ChainCheck(start);
    check.broken = this.badSignature(merchant.id, chain);
    const isAtEnd = check.broken === null && (await this.followToEnd(merchant.id, check));
    // Retention has deleted entries meanwhile: they are not missing, so the verification starts again.
    if (check.broken && (await this.chainOf(merchant.id)).anchorSeq > chain.anchorSeq) return this.verify({ merchant });
    const [unlinked] = await this.database.query<{ count: number }>(sql.COUNT_UNLINKED, [
      merchant.id,
      MAX_COUNTED_UNLINKED,
    ]);
    const { broken, entries, last } = check;
    return {
      valid: broken === null,
      entries,
      from_seq: start.seq + 1,
      to_seq: last.seq,
      head: last.hash,
      anchor_seq: chain.anchorSeq,
      not_linked: unlinked?.count ?? 0,
      next_seq: broken === null && !isAtEnd ? last.seq + 1 : null,
      broken,
    };
  }

  private async chainOf(merchantId: string): Promise<Chain> {
    const [chain] = await this.database.query<Chain>(sql.GET_CHAIN, [merchantId]);
    return chain ?? { ...EMPTY_CHAIN, merchantId };
  }

  /** Follows the chain to its end, which moves while entries are linked. True if the end was reached and checked. */
  private async followToEnd(merchantId: string, check: ChainCheck): Promise<boolean> {
    for (;;) {
      if (!(await this.follow(merchantId, check))) return false;
      const head = await this.chainOf(merchantId);
      const hasMoved = head.seq > check.last.seq && (await this.hasAfter(merchantId, check.last.seq));
      if (hasMoved) continue;
      check.end(head);
      return true;
    }
  }

  private async hasAfter(merchantId: string, seq: number): Promise<boolean> {
    return (await this.database.query(sql.LINKED_AFTER, [merchantId, seq, 1])).length > 0;
  }

  /** True if the end of the chain was reached. */
  private async follow(merchantId: string, check: ChainCheck): Promise<boolean> {
    while (check.entries < MAX_VERIFIED_PER_CALL) {
      const values = [merchantId, check.last.seq, READ_BATCH_SIZE];
      const entries = await this.database.query<LinkedEntry>(sql.LINKED_AFTER, values);
      for (const entry of entries) if (!check.follow(entry)) return false;
      if (entries.length < READ_BATCH_SIZE) return true;
    }
    return false;
  }

  /** The link before the first entry to verify. */
  private async startOf(merchantId: string, chain: Chain, fromSeq?: number): Promise<Link> {
    const anchor = { seq: chain.anchorSeq, hash: chain.anchorHash ?? GENESIS };
    if (fromSeq === undefined || fromSeq <= anchor.seq + 1) return anchor;
    const [before] = await this.database.query<Link>(sql.LINK_AT, [merchantId, fromSeq - 1]);
    return before ?? anchor;
  }

  private badSignature(merchantId: string, chain: Chain): Break | null {
    const { anchorSeq, anchorHash, anchorSignature } = chain;
    const broken = (seq: number): Break => ({ seq, id: null, reason: 'bad_signature' });
    if (chain.seq > 0 && !this.isSigned(HEAD_PURPOSE, merchantId, chain, chain.signature)) return broken(chain.seq);
    const anchor = { seq: anchorSeq, hash: anchorHash ?? GENESIS };
    if (anchorSeq > 0 && !this.isSigned(ANCHOR_PURPOSE, merchantId, anchor, anchorSignature ?? ''))
      return broken(anchorSeq);
    return null;
  }

  /** Deletes up to `limit` entries past their retention, the oldest first, and stores an anchor for each chain. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    const due = await tx.query<{ merchantId: string }>(sql.PAST_RETENTION, [olderThanMs, limit]);
    let deleted = 0;
    for (const { merchantId } of due) {
      if (deleted >= limit) break;
      const [chain] = await tx.query<Chain>(sql.LOCK_CHAINS, [[merchantId]]);
      const values = [olderThanMs, merchantId, limit - deleted];
      const [last] = await tx.query<Link>(sql.LAST_TO_FORGET, values);
      if (!chain || !last) continue;
      // The anchor comes first: a trigger refuses to delete entries that no anchor covers.
      await tx.query(sql.ANCHOR, [merchantId, last.seq, last.hash, this.sign(ANCHOR_PURPOSE, merchantId, last)]);
      await tx.query(sql.FORGET, [merchantId, last.seq]);
      deleted += last.seq - chain.anchorSeq;
    }
    return deleted;
  }

  private sign(purpose: string, merchantId: string, { seq, hash }: Link): string {
    return this.secrets.fingerprint(purpose, `${merchantId} ${seq} ${hash}`);
  }

  private isSigned(purpose: string, merchantId: string, { seq, hash }: Link, signature: string): boolean {
    return this.secrets.matchesFingerprint(purpose, `${merchantId} ${seq} ${hash}`, signature);
  }
}
