import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { Uploads, type Upload } from '../../../../src/adapters/desk/files/uploads';
import type { FileVault, KeptFile } from '../../../../src/adapters/files/file-vault.port';
import { day, minute } from '../../../../src/domain/kernel/instant';
import { countedIds, stoppedClock } from '../../../dsl/command-side';
import { actor, id } from '../../../dsl/world';

const ada = actor({ user: id(1), organisation: id(10), organisationKind: 'customer' });
const bob = actor({ user: id(2), organisation: id(10), organisationKind: 'customer' });
const [first, second] = [id(901), id(902)];
const photo: Upload = { name: 'a.png', mediaType: 'image/png', sha256: 'a', bytes: 1, keyId: 'k', plainSha256: 'p' };

async function desk() {
  const clock = stoppedClock();
  const discarded: KeptFile[] = [];
  const vault = { discard: (files: readonly KeptFile[]) => Promise.resolve(void discarded.push(...files)) } as FileVault;
  const uploads = await Uploads.open({ documents: memoryDocuments(), vault, clock, ids: countedIds() });
  const add = async (who = ada) => (await uploads.add(who, photo)).id;
  const take = (ids: readonly string[], command: string, who = ada) => uploads.take(who, ids, command);
  return { uploads, add, take, clock, discarded };
}

const refused = (field: string) => ({ code: 'invalid', facts: { errors: [expect.objectContaining({ field })] } });

describe('an upload', () => {
  test('is bound to one command of its user, however often the command is repeated', async () => {
    const { add, take } = await desk();
    const upload = await add();
    expect(await take([upload], first)).toMatchObject({ files: [{ id: upload, name: 'a.png' }], claimed: [upload] });
    expect(await take([upload], first)).toMatchObject({ files: [{ id: upload }], claimed: [] });
    await expect(take([upload], second)).rejects.toMatchObject(refused('files.0'));
    await expect(take([upload], first, bob)).rejects.toMatchObject(refused('files.0'));
  });

  test('stays usable when another upload of the same command is refused', async () => {
    const { add, take } = await desk();
    const [mine, his] = [await add(), await add(bob)];
    await expect(take([mine, his], first)).rejects.toMatchObject(refused('files.1'));
    expect(await take([mine], second)).toMatchObject({ claimed: [mine] });
  });

  test('is claimed once by concurrent requests of one command', async () => {
    const { add, take } = await desk();
    const upload = await add();
    const both = await Promise.all([take([upload], first), take([upload], first)]);
    expect(both.flatMap(({ claimed }) => claimed)).toEqual([upload]);
    expect(both.map(({ files }) => files.length)).toEqual([1, 1]);
  });

  test('can be used by another command after its command gives it back', async () => {
    const { uploads, add, take } = await desk();
    const upload = await add();
    await take([upload], first);
    await uploads.giveBack([upload], second);
    await expect(take([upload], second)).rejects.toMatchObject(refused('files.0'));
    await uploads.giveBack([upload], first);
    expect(await take([upload], second)).toMatchObject({ claimed: [upload] });
  });

  test('expires after a day, and its content is discarded at least an hour later', async () => {
    const { add, take, clock, discarded } = await desk();
    const [waiting, used] = [await add(), await add()];
    await take([used], first);
    clock.pass(day + 1);
    await expect(take([waiting], second)).rejects.toMatchObject(refused('files.0'));
    await add();
    expect(discarded).toEqual([]);
    clock.pass(61 * minute);
    await add();
    expect(discarded).toHaveLength(1);
  });
});
