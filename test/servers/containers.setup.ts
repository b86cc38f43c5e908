import { askEngine, images, whyNot } from './containers';
import { note } from './notes';

/** Before the tests of a jest project: asks Docker once for all of them, and says what it could have run. */
export default async function setup(): Promise<void> {
  const engine = await askEngine();
  process.env['TEST_ENGINE'] = JSON.stringify(engine);
  if ('reason' in engine) return;
  for (const image of Object.values(images)) {
    const reason = whyNot(engine, image);
    if (reason !== null && !process.env[image.setting]) note(reason);
  }
}
