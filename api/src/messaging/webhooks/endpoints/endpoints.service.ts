import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../accounts/access/caller.js';
import type { Mode } from '../../../accounts/access/permissions.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { type Backwards, page } from '../../../platform/database/page.js';
import { ApiError } from '../../../platform/errors/api-error.js';
import { StoredResponse } from '../../../platform/http/stored-response.js';
import { IdempotencyService } from '../../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { newId } from '../../../platform/ids.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { EventType } from '../../events/event-types.js';
import { AddressGuard } from '../deliveries/address-guard.js';
import { type BodyFormatName, BodyFormats } from '../deliveries/body-formats.js';
import { isSecret, newSecret, SECRET_FORMAT } from '../deliveries/signature.js';
import { EndpointDisabling } from './endpoint-disabling.service.js';
import { openHeaders, sealHeaders, secretPlace } from './endpoint-secrets.js';
import type {
  CreateEndpointDto,
  DeletedEndpointDto,
  EndpointDetailDto,
  EndpointDto,
  EndpointPageDto,
  EndpointWithSecretDto,
  ListEndpointsDto,
  RotateSecretDto,
  UpdateEndpointDto,
} from './endpoint.dto.js';
import * as sql from './endpoints.queries.js';

const MAX_ENDPOINTS = 50;
const DEFAULT_OVERLAP_SECONDS = 86_400;

interface Body {
  body: string;
}
interface LockedEndpoint extends Body {
  kind: 'url' | 'inbox';
  format: BodyFormatName;
  url: string | null;
  description: string | null;
  events: string[] | null;
  enabled: boolean;
  headersCipher: string | null;
}

/** A merchant's webhook endpoints: addresses, event filters, secrets. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly secrets: SecretBox,
    private readonly guard: AddressGuard,
    private readonly disabling: EndpointDisabling,
    private readonly formats: BodyFormats,
  ) {}

  create(
    { merchant, actor }: Caller,
    endpoint: CreateEndpointDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<EndpointWithSecretDto>> {
    const { kind = 'url', url = null, description = null, events, enabled = true, secret = newSecret() } = endpoint;
    const { headers = {}, format = 'native' } = endpoint;
    if (kind === 'inbox' && url !== null) throw inboxHasNoUrl();
    if (kind === 'inbox' && endpoint.headers) throw inboxHasNoHeaders();
    if (kind === 'url') this.checkUrl(url, merchant.mode);
    if (!isSecret(secret)) throw new ApiError('invalid_parameter', SECRET_FORMAT, { field: 'secret' });
    const id = newId('we');
    const sealed = this.secrets.seal(secret, secretPlace(merchant.id, id));
    const row = [
      merchant.id,
      id,
      merchant.mode,
      kind,
      url,
      description,
      this.wanted(events, format),
      enabled,
      sealed,
      MAX_ENDPOINTS,
      sealHeaders(this.secrets, merchant.id, id, headers),
      Object.keys(headers),
      format,
    ];
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const work = async (tx: Tx) => {
      await tx.query(sql.LOCK_MERCHANT, [merchant.id]);
      const [created] = await tx.query<Body>(sql.CREATE, row);
      if (!created) {
        const description = `A merchant has at most ${MAX_ENDPOINTS} webhook endpoints: delete one first`;
        throw new ApiError('limit_reached', description);
      }
      return { id, body: withSecret(created.body, secret) };
    };
    return this.idempotency.once<EndpointWithSecretDto>(keyClaim, 201, work, { secret: { actor, field: 'secret' } });
  }

  async get({ merchant, permissions }: Caller, endpointId: string): Promise<StoredResponse<EndpointDetailDto>> {
    const [found] = await this.database.query<Body & { mode: Mode; secret: string }>(sql.GET, [
      merchant.id,
      endpointId,
    ]);
    if (!found) return notFound();
    // With the secret, events can be forged: only callers who may rotate it see it.
    if (found.mode === 'live' || !permissions.has('webhooks:write')) return new StoredResponse(found.body);
    return new StoredResponse(
      withSecret(found.body, this.secrets.open(found.secret, secretPlace(merchant.id, endpointId))),
    );
  }

  async list(
    { merchant }: Caller,
    query: ListEndpointsDto & Backwards & { format?: BodyFormatName },
  ): Promise<StoredResponse<EndpointPageDto>> {
    const listed = { from: 'webhook_endpoints w', alias: 'w', json: sql.endpointJson('w') };
    return new StoredResponse(
      await page(this.database, listed, merchant.id, query, [
        ['(w.deleted_at IS NOT NULL) = ?', false],
        ['w.format = ?', query.format],
        ['w.created_at >= ?', query.created_from],
        ['w.created_at < ?', query.created_to],
        ['starts_with(lower(w.id), lower(?))', query.q?.trim()],
      ]),
    );
  }

  update(
    caller: Caller,
    endpointId: string,
    patch: UpdateEndpointDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<EndpointDto>> {
    const { merchant } = caller;
    if (patch.url !== undefined) this.checkUrl(patch.url, merchant.mode);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<EndpointDto>(keyClaim, 200, async (tx) => {
      if (patch.enabled === false) await this.disabling.failPending(tx, merchant.id, endpointId);
      const { kind, format, body, headersCipher, ...before } = await this.lock(tx, merchant.id, endpointId);
      if (kind === 'inbox' && patch.url !== undefined) throw inboxHasNoUrl();
      if (kind === 'inbox' && patch.headers) throw inboxHasNoHeaders();
      const headersBefore = openHeaders(this.secrets, merchant.id, endpointId, headersCipher);
      const after = {
        url: patch.url ?? before.url,
        description: patch.description === undefined ? before.description : patch.description,
        events: patch.events === undefined ? before.events : this.wanted(patch.events, format),
        enabled: patch.enabled ?? before.enabled,
      };
      const headers = patch.headers === undefined ? headersBefore : (patch.headers ?? {});
      if (isDeepStrictEqual([after, headers], [before, headersBefore])) return { id: endpointId, body };
      const restartsFailing = after.url !== before.url || (after.enabled && !before.enabled);
      const values = [
        merchant.id,
        endpointId,
        after.url,
        after.description,
        after.events,
        after.enabled,
        restartsFailing,
        sealHeaders(this.secrets, merchant.id, endpointId, headers),
        Object.keys(headers),
      ];
      const [updated] = await tx.query<Body>(sql.UPDATE, values);
      if (before.enabled && !after.enabled) await this.disabling.announce(tx, merchant.id, endpointId, caller);
      return { id: endpointId, body: (updated ?? notFound()).body };
    });
  }

  rotateSecret(
    { merchant, actor }: Caller,
    endpointId: string,
    { overlap = DEFAULT_OVERLAP_SECONDS }: RotateSecretDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<EndpointWithSecretDto>> {
    const secret = newSecret();
    const sealed = this.secrets.seal(secret, secretPlace(merchant.id, endpointId));
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const work = async (tx: Tx) => {
      const [rotated] = await tx.query<Body>(sql.ROTATE, [merchant.id, endpointId, overlap, sealed]);
      return { id: endpointId, body: withSecret((rotated ?? notFound()).body, secret) };
    };
    return this.idempotency.once<EndpointWithSecretDto>(keyClaim, 200, work, { secret: { actor, field: 'secret' } });
  }

  /** Marks it as deleted; its deliveries stay in the log. */
  delete({ merchant }: Caller, endpointId: string, key: GivenKey | null): Promise<StoredResponse<DeletedEndpointDto>> {
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<DeletedEndpointDto>(keyClaim, 200, async (tx) => {
      await this.disabling.failPending(tx, merchant.id, endpointId);
      const [deleted] = await tx.query<{ id: string }>(sql.DELETE, [merchant.id, endpointId]);
      return { id: endpointId, body: JSON.stringify({ id: (deleted ?? notFound()).id, deleted: true }) };
    });
  }

  private async lock(tx: Tx, merchantId: string, endpointId: string): Promise<LockedEndpoint> {
    const [locked] = await tx.query<LockedEndpoint>(sql.LOCK, [merchantId, endpointId]);
    return locked ?? notFound();
  }

  /** The types that the endpoint wants; null for all. A format of another API has only some types. */
  private wanted(events: readonly EventType[] | null | undefined, name: BodyFormatName): readonly string[] | null {
    const format = this.formats.of(name);
    if (!format) return events ? [...new Set(events)] : null;
    const unknown = events?.find((type) => !format.events.includes(type));
    if (unknown === undefined) return [...new Set(events ?? format.events)];
    const description = `The format ${name} has no ${unknown}: choose from ${format.events.join(', ')}`;
    throw new ApiError('invalid_parameter', description, { field: 'events' });
  }

  private checkUrl(url: string | null, mode: Mode): void {
    if (url === null) throw new ApiError('missing_parameter', 'url is required', { field: 'url' });
    const fault = this.guard.checkUrl(url, mode);
    if (fault !== null) throw new ApiError('url_not_allowed', fault, { field: 'url' });
  }
}

const withSecret = (body: string, secret: string) => JSON.stringify({ ...(JSON.parse(body) as object), secret });
const inboxHasNoHeaders = () =>
  new ApiError('conflicting_parameters', 'An inbox endpoint has no headers', { field: 'headers' });
const inboxHasNoUrl = () => new ApiError('conflicting_parameters', 'An inbox endpoint has no url', { field: 'url' });

function notFound(): never {
  throw new ApiError('endpoint_not_found', 'Webhook endpoint not found');
}
