import { Module } from '@nestjs/common';
import { FactorsService } from './factors.service.js';
import { PasskeysService } from './passkeys.service.js';

@Module({ providers: [FactorsService, PasskeysService], exports: [FactorsService, PasskeysService] })
export class FactorsModule {}
