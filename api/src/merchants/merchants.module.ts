import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKey } from './api-key.entity.js';
import { ApiKeysService } from './api-keys.service.js';
import { Merchant } from './merchant.entity.js';
import { TestMerchantController } from './test-merchant.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Merchant, ApiKey])],
  controllers: [TestMerchantController],
  providers: [ApiKeysService],
  exports: [ApiKeysService],
})
export class MerchantsModule {}
