import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../../acquiring/connectors/connectors.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { RefundExecutionService } from './refund-execution.service.js';
import { RefundPaymentProcessor } from './refund-payment.processor.js';
import { RefundsController } from './refunds.controller.js';
import { RefundsService } from './refunds.service.js';

@Module({
  imports: [PaymentsModule, ConnectorsModule],
  controllers: [RefundsController],
  providers: [RefundsService, RefundExecutionService, RefundPaymentProcessor],
  exports: [RefundsService, RefundExecutionService],
})
export class RefundsModule {}
