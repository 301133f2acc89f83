import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyChangesService } from './api-key-changes.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { MerchantController } from './merchant.controller.js';
import { MerchantsService } from './merchants.service.js';
import { Merchant } from './merchant.entity.js';
import { ReturnSecretController } from './return-secret.controller.js';
import { ReturnSecretsService } from './return-secrets.service.js';
import { TestMerchantController } from './test-merchant.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Merchant, ApiKey])],
  controllers: [TestMerchantController, MerchantController, ReturnSecretController, ApiKeysController],
  providers: [ApiKeysService, ApiKeyChangesService, MerchantsService, ReturnSecretsService],
  exports: [ApiKeysService, ReturnSecretsService],
})
export class MerchantsModule {}
