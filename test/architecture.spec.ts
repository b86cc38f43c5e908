import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, root } from './house/tools';

describe('the architecture (docs/architecture.md)', () => {
  it('D1–D7 hold for every import of the repository', async () => {
    const folders = ['src', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)));
    const breaches = await cruise(folders, root);
    expect(breaches.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([]);
  });
});
