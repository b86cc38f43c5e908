import { findChromium } from '../adapters/export/chromium';
import { browserPool } from '../adapters/export/browser-pool';
import { fairQueue } from '../adapters/export/fair-queue';
import { sharpPictures } from '../adapters/export/pictures';
import { writeZip } from '../adapters/export/zip';
import type { CommandExecutor } from '../adapters/cqrs/command-executor.port';
import { dossierDesk } from '../adapters/desk/dossier/dossier-desk';
import { sweepExports, type ExportStore } from '../adapters/desk/dossier/export-store';
import type { MakeParts } from '../adapters/desk/dossier/make-dossier';
import type { FileScans } from '../adapters/desk/files/file-scans';
import type { FactCodec } from '../adapters/eventstore/codec';
import type { FileVault } from '../adapters/files/file-vault.port';
import type { Settings } from '../adapters/settings/settings';
import { dossierPrinter } from '../adapters/pages/dossier/printer';
import type { Clock, Ids } from '../adapters/system/clock.port';
import type { Config } from '../config';
import type { ReadModels } from '../projections/kernel/read-models';
import type { Stores } from './stores';

export interface DossierParts {
  readonly stores: Stores;
  readonly codec: FactCodec;
  readonly executor: CommandExecutor;
  readonly vault: FileVault;
  readonly scans: Pick<FileScans, 'content'>;
  readonly exports: ExportStore;
  readonly settings: Pick<Settings, 'labels' | 'letterheads'>;
  readonly models: () => ReadModels;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: Pick<Config, 'PUBLIC_URL' | 'PORT'>;
  readonly onFailure?: ((who: string, error: unknown) => void) | undefined;
}

export type DossierStand = ReturnType<typeof openDossiers>;

/** How many are written at once. */
const atOnce = 2;

/** Dossiers of tickets, and the browser that prints them, which starts with the first. */
export function openDossiers({
  stores,
  codec,
  executor,
  vault,
  scans,
  exports,
  settings: { labels, letterheads },
  models,
  clock,
  ids,
  config,
  onFailure,
}: DossierParts) {
  const { PUBLIC_URL: url, PORT: port } = config;
  const making: MakeParts = {
    ...{
      log: stores.log,
      codec,
      executor,
      files: scans,
      letterheads,
      keys: stores.keyRing,
      zip: writeZip,
      pictures: sharpPictures(),
    },
    renderer: browserPool(findChromium()),
    printer: dossierPrinter({ models, labels }),
    publicUrl: url === 'off' ? `http://localhost:${port}` : url,
  };
  const queue = fairQueue(atOnce);
  const desk = dossierDesk({ ...making, vault, exports, queue, clock, ids, ...(onFailure !== undefined && { onFailure }) });
  const sweep = sweepExports(exports, (error) => onFailure?.('dossier', error));
  const close = async (): Promise<void> => {
    await sweep.close();
    await desk.close();
  };
  return { desk, making, close, printsWith: making.renderer.description };
}
