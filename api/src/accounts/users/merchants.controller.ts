import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { SignedInUser } from '../access/caller.js';
import { CurrentUser, Client, SignedIn, type ClientInfo } from '../access/decorators.js';
import { requireFreshFactor } from '../access/fresh-factor.js';
import { AuditService } from '../audit/audit.service.js';
import { CreateMerchantDto, MerchantDto } from '../merchants/merchant.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('Merchant')
@Controller('api/v1/merchants')
export class MerchantsController {
  constructor(
    private readonly users: UsersService,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditService,
  ) {}

  @Post()
  @SignedIn()
  @Operation({
    summary: 'Another merchant, test or live',
    description:
      'The user becomes its owner. A live one needs a fresh factor. Its keys are made at `/api-keys`. A live merchant waits until an operator of this ' +
      'gateway activates it (`activated_at`), unless an operator makes it; demo runs activate it at once. Users who are ' +
      'no operators may make ten test and five live merchants.',
    answer: MerchantDto,
    status: 201,
    idempotent: true,
    people: true,
  })
  async create(
    @CurrentUser() user: SignedInUser,
    @Client() from: ClientInfo,
    @Body() { name, mode = 'test' }: CreateMerchantDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    if (mode === 'live') requireFreshFactor(user);
    const keyClaim = this.idempotency.keyFor(key, user.id);
    const created = await this.idempotency.once<MerchantDto>(keyClaim, 201, (tx) =>
      this.users.createMerchant(tx, user, { name, mode }),
    );
    await this.audit.ofUser(user.id, 'merchants.create', from, 201);
    return created;
  }
}
