import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Merchant } from '../merchants/merchant.entity.js';
import { ApiKeySignatures } from './api-key-signatures.service.js';
import { ApiKeyChangesService } from './api-key-changes.service.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Merchant, ApiKey])],
  controllers: [ApiKeysController],
  providers: [ApiKeysService, ApiKeyChangesService, ApiKeySignatures],
  exports: [ApiKeysService, ApiKeySignatures],
})
export class ApiKeysModule {}
