import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '../../accounts/access/caller.js';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { PolicyReportDto, PolicyReportListDto, RecordedPolicyReportDto } from './policy-report.dto.js';
import { FORGET, LIST, RECORD } from './policy-reports.queries.js';

/** Reports are not authenticated, so no more than this many different ones are stored. */
const MAX_STORED = 500;
/** More are in the list of `npm run admin`. */
const MAX_SHOWN = 100;

export interface PolicyReport {
  directive: string;
  blocked: string;
  source: string;
  page: string;
  line: number | null;
  count: number;
  lastSeenAt: string;
  firstSeenAt: string;
}

/** For operators: the violations that were seen last. */
export const policyReports = (db: Queryable, limit: number) => db.query<PolicyReport>(LIST, [limit]);

/** What the checkout's content security policy blocked in browsers. */
@Injectable()
export class PolicyReportsService {
  constructor(private readonly database: Database) {}

  async record({ directive, blocked, source, page, line }: PolicyReportDto): Promise<RecordedPolicyReportDto> {
    const addresses = [blocked, source ?? '', page ?? ''].map(withoutQuery);
    const stored = await this.database.query(RECORD, [directive, ...addresses, line ?? null, MAX_STORED]);
    return { recorded: stored.length > 0 };
  }

  async list({ operator }: SignedInUser): Promise<PolicyReportListDto> {
    if (!operator) throw new ApiError('permission_missing', 'Only an operator of this gateway may read these reports');
    const data = await policyReports(this.database, MAX_SHOWN);
    return {
      data: data.map(({ firstSeenAt, lastSeenAt, ...report }) => ({
        ...report,
        first_seen_at: firstSeenAt,
        last_seen_at: lastSeenAt,
      })),
    };
  }

  /** Deletes a batch of reports that were last seen longer ago than this. Returns how many. */
  async forget(tx: Tx, seenMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET, [seenMs, limit])).length;
  }
}

/** Scheme, host and path; words such as `inline` stay. The query names the order, and may hold anything else. */
export const withoutQuery = (address: string): string => address.replace(/[?#].*$/s, '');
