import { Module } from '@nestjs/common';
import { AccessReader } from '../desk/access-log/access-reader';
import { TicketAudit } from '../desk/audit/ticket-audit';
import { OperationsDesk } from '../desk/operations/operations-desk';
import { AccessLogController } from './access-log/access-log.controller';
import { OperationsController } from './operations/operations.controller';
import { AuditController } from './audit-trail/audit.controller';
import { TicketAuditController } from './audit-trail/ticket-audit.controller';

/** Pages for auditors and operators. */
@Module({
  controllers: [TicketAuditController, AuditController, AccessLogController, OperationsController],
  providers: [TicketAudit, AccessReader, OperationsDesk],
})
export class AuditModule {}
