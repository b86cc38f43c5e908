import { askEngine, images, whyNot } from './containers';
import { note } from './notes';

/** Queries Docker once before the tests of a jest project, and notes which suites cannot run. */
export default async function setup(): Promise<void> {
  const engine = await askEngine();
  process.env['TEST_ENGINE'] = JSON.stringify(engine);
  if ('reason' in engine) return;
  for (const image of Object.values(images)) {
    const reason = whyNot(engine, image);
    if (reason !== null && !process.env[image.setting]) note(reason);
  }
}
