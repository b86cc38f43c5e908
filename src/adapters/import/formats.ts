import type { ImportFormat } from './import-format';
import { servicenow } from './servicenow.format';

/** Every format `npm run import` knows; the next one is one more line. */
export const importFormats: readonly ImportFormat[] = [servicenow];
