import { Module } from '@nestjs/common';
import { MerchantController } from './merchant.controller.js';
import { MerchantsService } from './merchants.service.js';
import { ReturnSecretController } from './return-secret.controller.js';
import { ReturnSecretsService } from './return-secrets.service.js';

@Module({
  controllers: [MerchantController, ReturnSecretController],
  providers: [MerchantsService, ReturnSecretsService],
  exports: [ReturnSecretsService],
})
export class MerchantsModule {}
