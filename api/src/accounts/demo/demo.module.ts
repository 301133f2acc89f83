import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Merchant } from '../merchants/merchant.entity.js';
import { TestMerchantController } from './test-merchant.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Merchant])],
  controllers: [TestMerchantController],
})
export class DemoModule {}
