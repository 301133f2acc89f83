import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { Merchant } from '../merchants/merchant.entity.js';
import { DEMO_MERCHANT } from './demo-merchant.js';
import { TestMerchantDto } from './test-merchant.dto.js';

@ApiTags('Demo')
@Controller('api/v1/test')
export class TestMerchantController {
  constructor(
    private readonly config: Config,
    @InjectRepository(Merchant) private readonly merchants: Repository<Merchant>,
  ) {}

  @Get('merchant')
  @Public('read')
  @Operation({
    summary: 'The test merchant of a demo run',
    answer: TestMerchantDto,
    public: true,
    notFound: 'There is no test merchant outside demo runs',
  })
  async merchant(): Promise<TestMerchantDto> {
    const merchant = this.config.DEMO && (await this.merchants.findOneBy({ id: DEMO_MERCHANT.id }));
    if (!merchant) throw new ApiError('demo_only', 'There is no test merchant outside demo runs');
    return {
      id: merchant.id,
      email: merchant.email ?? this.config.TEST_MERCHANT_EMAIL,
      api_key: this.config.TEST_API_KEY,
      seeded: true,
    };
  }
}
