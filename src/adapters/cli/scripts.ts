import type { Script, OfflineScript } from './script';
import { backupScript } from './scripts/backup.script';
import { copyScript } from './scripts/copy.script';
import { dossierScript } from './scripts/dossier.script';
import { eraseWatcherScript } from './scripts/erase-watcher.script';
import { importScript } from './scripts/import.script';
import { rebuildScript } from './scripts/rebuild.script';
import { reportScript } from './scripts/report.script';
import { restoreScript } from './scripts/restore.script';
import { retryScript } from './scripts/retry.script';
import { settleScript } from './scripts/settle.script';
import { statusScript } from './scripts/status.script';
import { tokenScript } from './scripts/token.script';
import { verifyScript } from './scripts/verify.script';

/** Add a new script here (docs/operations.md). */
export const scripts: readonly (Script | OfflineScript)[] = [
  tokenScript,
  importScript,
  reportScript,
  rebuildScript,
  retryScript,
  settleScript,
  verifyScript,
  statusScript,
  eraseWatcherScript,
  backupScript,
  restoreScript,
  copyScript,
  dossierScript,
];
