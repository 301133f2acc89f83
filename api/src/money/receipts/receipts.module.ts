import { Module } from '@nestjs/common';
import { PayerReceiptsController } from './payer-receipts.controller.js';
import { PayerReceiptsService } from './payer-receipts.service.js';
import { PublicReceiptsController } from './public-receipts.controller.js';
import { ReceiptMails } from './receipt-mails.service.js';
import { ReceiptsController } from './receipts.controller.js';
import { ReceiptsService } from './receipts.service.js';

@Module({
  controllers: [ReceiptsController, PublicReceiptsController, PayerReceiptsController],
  providers: [ReceiptsService, PayerReceiptsService, ReceiptMails],
  exports: [ReceiptMails],
})
export class ReceiptsModule {}
