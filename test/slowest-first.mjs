import Sequencer from '@jest/test-sequencer';

/** Those that take longest, so that with two at a time none of them is left for the end. By itself jest knows only after its first run. */
const slowest = [
  'import',
  'page-leaks-customers',
  'page-leaks-staff',
  'killed-projecting',
  'start',
  'outage',
  'damaged',
  'erasure-killed',
  'tampering',
  'crash',
  'copy',
  'backup',
];

const placeOf = ({ path }) => {
  const place = slowest.findIndex((name) => path.endsWith(`/e2e/${name}.spec.ts`));
  return place === -1 ? slowest.length : place;
};

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => placeOf(one) - placeOf(other));
  }
}
