import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { smallestUuidAt } from '../../platform/uuid.js';
import type { Caller } from '../access/caller.js';
import type { ExportAuditDto } from './audit.dto.js';
import { EXPORT } from './audit.queries.js';
import { canonical } from './chain.js';
import { csvLine } from './csv.js';

const PAGE_SIZE = 500;
/** The greatest difference between the time in an id and its row's time. */
const CLOCK_SKEW_MS = 10 * 60_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Exported {
  id: string;
  /** Null until the entry is linked, some seconds after it was written. */
  seq: number | null;
  hash: string | null;
  content: string;
}

const COLUMNS = [
  ...['seq', 'id', 'phase', 'intent_id', 'created_at', 'actor', 'action', 'object_id', 'outcome', 'detail', 'address'],
  ...['user_agent', 'request_id', 'hash'],
];
const FORMATS = {
  jsonl: { type: 'application/x-ndjson', name: 'audit-log.jsonl', head: '', line: jsonLine },
  csv: { type: 'text/csv; charset=utf-8', name: 'audit-log.csv', head: csvLine(COLUMNS), line: csvOf },
} as const;

/** The audit log as a file. It is read page by page while it is sent. */
@Injectable()
export class AuditExport {
  constructor(private readonly database: Database) {}

  async file({ merchant }: Caller, query: ExportAuditDto): Promise<StreamableFile> {
    const { type, name, head, line } = FORMATS[query.format ?? 'jsonl'];
    const pages = this.pages(merchant.id, query);
    // The first page is read before the response begins, so that an error is not sent as a truncated file.
    const first = await pages.next();
    async function* text() {
      yield head;
      for (let page = first; !page.done; page = await pages.next()) yield page.value.map(line).join('');
    }
    return new StreamableFile(Readable.from(text()), { type, disposition: `attachment; filename="${name}"` });
  }

  private async *pages(
    merchantId: string,
    { created_from: from, created_to: to }: ExportAuditDto,
  ): AsyncGenerator<Exported[]> {
    let after = from ? smallestUuidAt(new Date(from.getTime() - CLOCK_SKEW_MS)) : FIRST_ID;
    const before = to ? smallestUuidAt(new Date(to.getTime() + CLOCK_SKEW_MS)) : LAST_ID;
    for (;;) {
      const values = [merchantId, after, before, from ?? null, to ?? null, PAGE_SIZE];
      const entries = await this.database.list<Exported>(merchantId, EXPORT, values);
      if (entries.length > 0) yield entries;
      if (entries.length < PAGE_SIZE) return;
      after = entries.at(-1)?.id ?? after;
    }
  }
}

/** The hashed text with its hash appended. */
function jsonLine({ seq, hash, content }: Exported): string {
  if (seq === null || hash === null) return `{"seq":null,${content.replace(/[\r\n]+/g, ' ').slice(1)}\n`;
  return `${canonical(seq, content).slice(0, -1)},"hash":"${hash}"}\n`;
}

function csvOf({ seq, hash, content }: Exported): string {
  const entry: Record<string, unknown> = { ...(JSON.parse(content) as object), seq, hash };
  return csvLine(COLUMNS.map((name) => (name === 'detail' && entry[name] ? JSON.stringify(entry[name]) : entry[name])));
}
