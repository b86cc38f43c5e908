import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { makeDossier, checkedOffer, type Sink } from '../adapters/desk/dossier/make-dossier';
import { wishFields, wishOf } from '../adapters/desk/dossier/wish-fields';
import { checkedFields } from '../adapters/desk/input/checked-input';
import type { ControlMethods } from '../adapters/control/control.port';
import { rootActor } from '../adapters/first-start/bootstrap';
import { reject } from '../domain/kernel/errors';
import type { Actor } from '../domain/people/actor';
import { findTicket } from '../projections/tickets/read-ticket';
import type { Docket } from '../compose/docket';

type DossierMethod = ControlMethods['dossier'];

/** The same ZIP that the desk writes, for the root organisation or for a user, under its name only once it is complete. */
export function dossierFile(docket: Docket, findUser: (user: string) => Promise<Actor>): DossierMethod {
  const { dossiers, ids, runner } = docket;
  return async ({ ticket: number, file, user, ...asked }, progress, signal) => {
    if (existsSync(file)) throw new Error(`${file} exists already and is not overwritten. Choose another file.`);
    const actor = user === null ? rootActor : await findUser(user);
    const given = Object.entries(asked).filter(([, value]) => value !== null);
    const wish = wishOf(checkedFields(wishFields, Object.fromEntries(given)));
    const ticket = await findTicket(runner.readModels, actor, { number });
    if (ticket === null) return reject('unknown', `There is no ticket ${number}, or this user has no access to it.`);
    await checkedOffer(dossiers.making, actor, ticket, wish.sections);
    const making = { id: ids.next(), actor, ticket, wish, correlationId: ids.next(), signal };
    const onProgress = (done: number, of: number): void => progress({ done, total: of, unit: 'parts' });
    try {
      const { bytes, sha256OfZip: sha256 } = await makeDossier(
        dossiers.making,
        { ...making, onProgress },
        written(`${file}.partial`),
      );
      await rename(`${file}.partial`, file);
      return { file, bytes, sha256, printedBy: dossiers.printsWith };
    } catch (error) {
      // That one belongs to another run, which is still writing it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(`${file}.partial`, { force: true });
      throw error;
    }
  };
}

function written(path: string): Sink<{ readonly bytes: number; readonly sha256OfZip: string }> {
  return async (content) => {
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    await pipeline(content, measured, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    return { bytes, sha256OfZip: hash.digest('hex') };
  };
}
