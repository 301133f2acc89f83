import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { ConnectorAccountChangesService } from './connector-account-changes.service.js';
import {
  ConnectorAccountDto,
  ConnectorAccountListDto,
  CreateConnectorAccountDto,
  RemovedConnectorAccountDto,
  UpdateConnectorAccountDto,
} from './connector-account.dto.js';
import { ConnectorAccountsService } from './connector-accounts.service.js';

const notFound = 'Connector account not found';

@ApiTags('Connections')
@Controller('api/v1/connector-accounts')
export class ConnectorAccountsController {
  constructor(
    private readonly accounts: ConnectorAccountsService,
    private readonly changes: ConnectorAccountChangesService,
  ) {}

  @Post()
  @Can('connectors:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Add an account at an acquirer',
    description:
      'The acquirer is asked whether it accepts the credentials, and nothing is stored if it refuses them. If it does ' +
      'not respond, the account is stored untested: test it again. Credentials and secrets are stored encrypted and ' +
      'never returned. At most 50 per merchant.',
    answer: ConnectorAccountDto,
    status: 201,
    idempotent: true,
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateConnectorAccountDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.accounts.create(caller, body, key);
  }

  @Get()
  @Can('connectors:read')
  @Operation({
    summary: 'List the accounts, in the order in which they are tried',
    description: 'A test merchant that never had one has a `simulated` account.',
    answer: ConnectorAccountListDto,
  })
  list(@CurrentCaller() caller: Caller) {
    return this.accounts.list(caller);
  }

  @Get(':id')
  @Can('connectors:read')
  @Operation({ summary: 'Get an account', answer: ConnectorAccountDto, notFound })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.accounts.get(caller, id);
  }

  @Patch(':id')
  @Can('connectors:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Change an account',
    description:
      'New credentials are tested first. They must be of the same account at the acquirer: for another one, add an ' +
      'account. A disabled account takes no new charges; those under way, and refunds, still use it.',
    answer: ConnectorAccountDto,
    idempotent: true,
    notFound,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateConnectorAccountDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.changes.update(caller, id, body, key);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Can('connectors:write')
  @Operation({
    summary: 'Test an account',
    description:
      'Calls the acquirer without effect. `test_result` says whether it responds and accepts the credentials.',
    answer: ConnectorAccountDto,
    idempotent: true,
    notFound,
  })
  test(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.changes.test(caller, id, key);
  }

  @Delete(':id')
  @Can('connectors:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Remove an account',
    description: 'It takes no new charges and is listed no more. Refunds of its charges still use it.',
    answer: RemovedConnectorAccountDto,
    idempotent: true,
    notFound,
  })
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.accounts.remove(caller, id, key);
  }
}
