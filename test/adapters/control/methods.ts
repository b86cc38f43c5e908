import type { OfflineMethods, ControlMethods } from '../../../src/adapters/control/control.port';
import { reject } from '../../../src/domain/kernel/errors';

const refuse = (): Promise<never> => Promise.resolve().then(() => reject('unknown', 'Not asked in this test.'));

/** Rejects all calls except of the given methods. */
export function methodsWith(asked: Partial<ControlMethods>): ControlMethods {
  const all = {
    import: refuse,
    rebuild: refuse,
    retry: refuse,
    settle: refuse,
    verify: refuse,
    status: refuse,
    backup: refuse,
    dossier: refuse,
    'erase-watcher': refuse,
  };
  return { ...all, 'token.create': refuse, 'token.list': refuse, 'token.revoke': refuse, 'report.volume': refuse, ...asked };
}

export function aloneWith(asked: Partial<OfflineMethods>): OfflineMethods {
  return { restore: refuse, copy: refuse, ...asked };
}
