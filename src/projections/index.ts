import { logEveryone, logStaffOnly } from './audit/log';
import { subjectKeys } from './audit/subject-keys';
import type { Projection } from './kernel/projection';
import { contacts } from './people/contacts';
import { organisationChildren } from './people/organisation-children';
import { organisations } from './people/organisations';
import { roles } from './people/roles';
import { users } from './people/users';
import { activityEveryone, activityStaffOnly } from './tickets/activity';
import { dashboard } from './tickets/dashboard';
import { ticketDetailEveryone, ticketDetailStaff } from './tickets/ticket-detail';
import { ticketList } from './tickets/ticket-list';
import { ticketMeasuresEveryone, ticketMeasuresStaff } from './tickets/ticket-measures';
import { workload } from './tickets/workload';

/** Every read model. Each fold receives only its own documents, so the runner need not know their types. */
export const projections = [
  ticketList,
  ticketDetailEveryone,
  ticketDetailStaff,
  activityEveryone,
  activityStaffOnly,
  dashboard,
  workload,
  ticketMeasuresEveryone,
  ticketMeasuresStaff,
  logEveryone,
  logStaffOnly,
  subjectKeys,
  organisations,
  organisationChildren,
  users,
  contacts,
  roles,
] as unknown as readonly Projection[];
