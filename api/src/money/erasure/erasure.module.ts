import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { ErasureService } from './erasure.service.js';

@Module({
  imports: [CustomersModule],
  providers: [ErasureService],
  exports: [ErasureService],
})
export class ErasureModule {}
