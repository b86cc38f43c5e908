import { maxCode, maxMinutes, maxText } from '../../../domain/ticket/ticket.limits';
import { waitingFor, type WaitingFor } from '../../../domain/ticket/ticket.events';
import { OneOf, Text, Whole } from './fields';
import { Timed } from './timed.dto';

export class ChangeSubStatusDto extends Timed {
  @OneOf(waitingFor, { about: 'Whom the work waits for; null: it goes on.', nullable: true })
  readonly waitingFor!: WaitingFor | null;

  @Text(maxCode, { about: 'Code of the reason.', optional: true, example: 'spare-part' })
  readonly reason?: string;
}

export class ReportProgressDto extends Timed {
  @Whole(0, 100, { about: 'Percent done.', example: 60 })
  readonly percent!: number;
}

export class RecordWorkDto extends Timed {
  @Whole(1, maxMinutes, { about: 'Time spent, in minutes.', example: 45 })
  readonly minutes!: number;

  @Text(maxCode, { about: 'Code of the workmanship item.', optional: true })
  readonly item?: string;

  @Text(maxText, { about: 'What was done.', example: 'Replaced the display unit, tested for 20 minutes.' })
  readonly description!: string;
}

export class RecordFoundFaultDto extends Timed {
  @Text(maxCode, { about: 'Code of the predefined fault.', optional: true })
  readonly code?: string;

  @Text(maxText, { about: 'What was found.', example: 'Backlight inverter burnt out.' })
  readonly description!: string;
}

export class EnterSolutionDto extends Timed {
  @Text(maxText, { about: 'What solved it.', example: 'Display unit replaced under warranty.' })
  readonly solution!: string;

  @Text(maxCode, { about: 'Code of the solution.', optional: true })
  readonly code?: string;

  @Text(maxText, { about: 'The actual damage; claims need it.', optional: true })
  readonly actualDamage?: string;
}

export class SolveDto extends Timed {
  @Whole(0, 100, { about: 'Percent done. Default: 100.', optional: true })
  readonly percent?: number;
}
