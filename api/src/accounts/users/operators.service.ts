import type { Database, Tx } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';
import { type KeptMail, keptMails } from '../../platform/mail/kept-mails.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';
import { isUuid } from '../../platform/uuid.js';
import { type LoggedAction, OperatorLog } from '../audit/operator-log.service.js';
import { activateMerchant, type LiveMerchant, liveMerchants } from '../merchants/merchants.sql.js';
import type { AccountLocks } from './account-locks.service.js';
import { BY_EMAIL, MERCHANTS } from './users.queries.js';
import { normalizeEmail, type User } from './users.service.js';

const SET_OPERATOR = statement(
  'users_set_operator',
  `UPDATE users SET operator = $2, updated_at = now() WHERE id = $1`,
);
const OPERATORS = statement(
  'users_operators',
  `SELECT id, email, name, operator FROM users WHERE operator ORDER BY email`,
);

/** A command that cannot be carried out. The message names the next step. */
export class OperatorError extends Error {}

/** Rows of a report that another domain keeps. */
export interface PolicyReportRow {
  directive: string;
  blocked: string;
  source: string;
  line: number | null;
  count: number;
  lastSeenAt: string;
}

/** What the command does in domains that this one does not import. */
export interface OtherDomains {
  /** Removes a user's second factors and ends their sessions; false if there were none. */
  resetFactors: (tx: Tx, userId: string) => Promise<boolean>;
  policyReports: (limit: number) => Promise<PolicyReportRow[]>;
}

/** The admin command's changes to users and merchants. Each is logged in the transaction of the change. */
export class OperatorsService {
  private readonly log = new OperatorLog();

  constructor(
    private readonly database: Database,
    private readonly locks: AccountLocks,
    /** Account and machine of the person at the command line. */
    private readonly by: string,
    private readonly secrets: SecretBox,
    private readonly others: OtherDomains,
  ) {}

  /** True if there was a lock or a count of failures. */
  unlock(email: string): Promise<boolean> {
    return this.changeUser(email, async (tx, user) => {
      const byPassword = await this.locks.forgive({ email: user.email }, tx);
      const unlocked = (await this.locks.forgive({ factor: user.id }, tx)) || byPassword;
      return { changed: unlocked, action: 'users.unlock' };
    });
  }

  /** True if this changed the user. */
  setOperator(email: string, operator: boolean): Promise<boolean> {
    return this.changeUser(email, async (tx, user) => {
      if (user.operator !== operator) await tx.query(SET_OPERATOR, [user.id, operator]);
      return { changed: user.operator !== operator, action: operator ? 'operators.add' : 'operators.remove' };
    });
  }

  /** True if the user had a second factor. */
  resetSecondFactor(email: string): Promise<boolean> {
    return this.changeUser(email, async (tx, user) => ({
      changed: await this.others.resetFactors(tx, user.id),
      action: 'users.reset_second_factor',
    }));
  }

  operators(): Promise<User[]> {
    return this.database.query<User>(OPERATORS);
  }

  liveMerchants(waiting: boolean): Promise<LiveMerchant[]> {
    return liveMerchants(this.database, waiting);
  }

  /** The merchant, and whether it was waiting for activation. */
  async activate(id: string): Promise<{ merchant: LiveMerchant; changed: boolean }> {
    if (!isUuid(id)) throw new OperatorError(`${id} is no merchant id: copy the id that \`admin merchants\` shows`);
    return this.database.transaction(async (tx) => {
      const merchant = await activateMerchant(tx, id);
      if (!merchant) throw new OperatorError(`There is no live merchant ${id}: \`admin merchants\` lists them`);
      const changed = merchant.activatedAt === null;
      const entry = { by: this.by, action: 'merchants.activate', objectId: id, detail: { name: merchant.name } };
      if (changed) await this.log.record(tx, entry, [id]);
      return { merchant, changed };
    });
  }

  /** Mails of a demo run without a mail server, with their links. */
  keptMails(email: string): Promise<KeptMail[]> {
    return keptMails(this.database, this.secrets, normalizeEmail(email));
  }

  policyReports(limit: number): Promise<PolicyReportRow[]> {
    return this.others.policyReports(limit);
  }

  history(limit: number): Promise<LoggedAction[]> {
    return this.log.list(this.database, limit);
  }

  /** Logs the change for every merchant that the user belongs to. */
  private changeUser(
    email: string,
    change: (tx: Tx, user: User) => Promise<{ changed: boolean; action: string }>,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [user] = await tx.query<User>(BY_EMAIL, [normalizeEmail(email)]);
      if (!user) throw new OperatorError(`No user has the email ${email}: check its spelling`);
      const { changed, action } = await change(tx, user);
      if (!changed) return false;
      const merchants = await tx.query<{ id: string }>(MERCHANTS, [user.id]);
      const entry = { by: this.by, action, objectId: user.id, detail: { email: user.email } };
      await this.log.record(
        tx,
        entry,
        merchants.map(({ id }) => id),
      );
      return true;
    });
  }
}
