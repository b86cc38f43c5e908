import { unless } from '../../../src/adapters/desk/unless';
import { StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import { DomainError } from '../../../src/domain/kernel/errors';

describe('a catch by code', () => {
  const refusal = (code: 'unknown' | 'unavailable') => Promise.reject(new DomainError(code, 'No.'));

  it('gives the value where the refusal is one of the codes', async () => {
    expect(await refusal('unknown').catch(unless(null, 'unknown', 'invalid'))).toBeNull();
  });

  it('lets every other error go on, an outage above all', async () => {
    await expect(refusal('unavailable').catch(unless(null, 'unknown'))).rejects.toMatchObject({ code: 'unavailable' });
    for (const error of [new StoreUnavailable('down'), new Error('disk full')])
      await expect(Promise.reject(error).catch(unless([], 'unknown', 'not-permitted'))).rejects.toBe(error);
  });
});
