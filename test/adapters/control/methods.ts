import type { ControlMethods } from '../../../src/adapters/control/control.port';
import { reject } from '../../../src/domain/kernel/errors';

/** These methods; every other one refuses. */
export function methodsWith(asked: Partial<ControlMethods>): ControlMethods {
  const refuse = (): Promise<never> => Promise.resolve().then(() => reject('unknown', 'Not asked in this test.'));
  const all = { import: refuse, rebuild: refuse, verify: refuse, status: refuse };
  return { ...all, 'token.create': refuse, 'token.list': refuse, 'token.revoke': refuse, 'report.volume': refuse, ...asked };
}
