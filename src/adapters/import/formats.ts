import type { ImportFormat } from './import-format';
import { servicenow } from './servicenow.format';

/** Every format of `npm run import`. Add new ones here. */
export const importFormats: readonly ImportFormat[] = [servicenow];
