export { READ_MODELS } from '../cqrs/execute-query';

/** Injection tokens of the ports. src/compose/app.module.ts provides one adapter for each. */
export const AUTHENTICATOR = Symbol('Authenticator');
export const CLOCK = Symbol('Clock');
export const HEALTH = Symbol('Health');
export const IDS = Symbol('Ids');
export const ANSWER_TEMPLATES = Symbol('AnswerTemplates');
export const USED_KEYS = Symbol('UsedKeys');
export const UPLOADS = Symbol('Uploads');
export const FILE_SCANS = Symbol('FileScans');
export const FILE_VAULT = Symbol('FileVault');
export const TICKET_OPTIONS = Symbol('TicketOptions');
export const TICKET_NUMBERS = Symbol('TicketNumbers');
export const MERGE_PROCESS = Symbol('MergeProcess');
export const PEOPLE_RECORDS = Symbol('PeopleRecords');
export const REBUILDER = Symbol('Rebuilder');
export const EMAILS = Symbol('Emails');
export const ERASURES = Symbol('Erasures');
export const TOKENS = Symbol('Tokens');
export const SAVED_VIEWS = Symbol('SavedViews');
export const DOSSIERS = Symbol('Dossiers');
export const MODEL_COPIES = Symbol('ModelCopies');
export const SHOWN_FACTS = Symbol('ShownFacts');
export const USER_TOKENS = Symbol('UserTokens');
export const USER_PASSWORDS = Symbol('UserPasswords');
