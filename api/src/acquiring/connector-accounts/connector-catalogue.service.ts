import { Injectable } from '@nestjs/common';
import type { Mode } from '../../accounts/access/permissions.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { Connectors } from '../connectors/connectors.service.js';
import type { ConnectorKind, Credentials, Probe } from '../connectors/connector-entry.js';
import { CONNECTOR_ENTRIES } from '../connectors/registry.js';
import type { ConnectorDto, ConnectorListDto } from './connector.dto.js';

export interface ProbedAccount {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly connector: string;
}

/** The known connectors, and a harmless call to each. */
@Injectable()
export class ConnectorCatalogue {
  constructor(private readonly connectors: Connectors) {}

  get kinds(): readonly ConnectorKind[] {
    return CONNECTOR_ENTRIES;
  }

  kind(name: string): ConnectorKind | undefined {
    return this.kinds.find((kind) => kind.name === name);
  }

  /** As a merchant of this mode may use them. */
  list(mode: Mode): ConnectorListDto {
    return { data: this.of(mode).map((kind) => dtoOf(kind, mode, this.connectors.emulatorOf(kind.name))) };
  }

  /** The kind of a new account. */
  choose(name: string, mode: Mode): ConnectorKind {
    const kind = this.kind(name);
    if (!kind) {
      const known = this.kinds.map((one) => one.name).join(', ');
      throw new ApiError('invalid_parameter', `connector must be one of: ${known}`, { field: 'connector' });
    }
    if (kind.modes.includes(mode)) return kind;
    const others = this.of(mode).map((one) => one.name);
    const cure = others.length > 0 ? `use one of: ${others.join(', ')}` : `there is none for ${mode} merchants yet`;
    const description = `The connector ${name} takes no payments of ${mode} merchants: ${cure}`;
    throw new ApiError('connector_mode_mismatch', description, { field: 'connector' });
  }

  /** Calls the acquirer without effect and within a deadline. `credentials` are null if it needs none. */
  probe({ id, mode, connector }: ProbedAccount, credentials: Credentials | null): Promise<Probe> {
    return this.connectors.probe(connector, mode, id, credentials);
  }

  private of(mode: Mode): readonly ConnectorKind[] {
    return this.kinds.filter(({ modes }) => modes.includes(mode));
  }
}

const dtoOf = (kind: ConnectorKind, mode: Mode, emulator: string | null): ConnectorDto => ({
  emulator_url: emulator,
  name: kind.name,
  title: kind.title,
  modes: [...kind.modes],
  methods: [...kind.methods],
  currencies: kind.currencies && [...kind.currencies],
  credentials: kind.credentials.map(({ name, title, prefix, isOptional = false }) => ({
    ...{ name, title, prefix: prefix && prefix[mode], required: !isOptional },
  })),
  has_notifications: kind.notifications !== null,
});
