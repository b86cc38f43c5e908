import { people } from '../dsl/desk-people';
import { addressOf, knownIn, pageExamples } from '../dsl/page-examples';
import { describeInBrowser, Visitor } from '../dsl/visitor';

// What people set in their system is heeded: less motion, and colours of their own.

const names = ['dashboard', 'tickets', 'ticket', 'new-ticket-customer', 'answers', 'do-change-priority', 'filter'];
const examples = Object.values(pageExamples)
  .flat()
  .filter(({ name }) => names.includes(name));

/** Longer than a hundredth of a second: people see it. */
const moving = `[...document.querySelectorAll('*')].flatMap((one) => ['', '::before', '::after'].flatMap((part) => {
  const { transitionDuration, animationDuration, animationName } = getComputedStyle(one, part || null);
  const longest = (text) => Math.max(...text.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)));
  const moves = longest(transitionDuration) > 10 || (animationName !== 'none' && longest(animationDuration) > 10);
  return moves ? [one.outerHTML.slice(0, 80) + part] : [];
}))`;

/** Without its background, what can be pressed or filled in must still have an edge, and what is chosen must still differ. */
const edgeless = `[...document.querySelectorAll('.btn, input:not([type=hidden], [type=radio], [type=checkbox], .sr), textarea, select, .pill')]
  .filter((one) => one.checkVisibility() && !one.matches('.ghost, .sr, .sr *'))
  .filter((one) => { const { borderTopStyle, borderTopWidth, outlineStyle, appearance } = getComputedStyle(one);
    const framed = one.closest('.search, .people-find, .find-box, .finder');
    return !framed && (borderTopStyle === 'none' || borderTopWidth === '0px') && outlineStyle === 'none' && appearance === 'none'; })
  .map((one) => one.outerHTML.slice(0, 120))`;

describeInBrowser('the preferences of a reader', () => {
  it('for reduced motion: nothing moves', async () => {
    const known = await knownIn(await Visitor.signedIn(people.paula));
    const found: string[] = [];
    for (const shown of examples) {
      const visitor = await Visitor.signedIn(people[shown.as ?? 'anja']);
      await visitor.goes(addressOf(shown, known));
      found.push(...((await visitor.says(moving)) as readonly string[]).map((what) => `${shown.name}: ${what}`));
    }
    expect(found).toEqual([]);
  });

  it('for forced colours: everything keeps its edges, and the focus is visible', async () => {
    const known = await knownIn(await Visitor.signedIn(people.paula));
    const found: string[] = [];
    for (const shown of examples) {
      const visitor = await Visitor.signedIn(people[shown.as ?? 'anja']);
      const session = await visitor.page.createCDPSession();
      await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
      await visitor.goes(addressOf(shown, known));
      expect(await visitor.says(`matchMedia('(forced-colors: active)').matches`)).toBe(true);
      found.push(...((await visitor.says(edgeless)) as readonly string[]).map((what) => `${shown.name}: ${what}`));
      await visitor.page.keyboard.press('Tab');
      const focused = `getComputedStyle(document.activeElement).outlineStyle`;
      expect([shown.name, await visitor.says(focused)]).toEqual([shown.name, expect.not.stringMatching('none')]);
      await session.detach();
    }
    expect(found).toEqual([]);
  });
});
