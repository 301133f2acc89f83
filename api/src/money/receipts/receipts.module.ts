import { Module } from '@nestjs/common';
import { PublicReceiptsController } from './public-receipts.controller.js';
import { ReceiptsController } from './receipts.controller.js';
import { ReceiptsService } from './receipts.service.js';

@Module({
  controllers: [ReceiptsController, PublicReceiptsController],
  providers: [ReceiptsService],
})
export class ReceiptsModule {}
