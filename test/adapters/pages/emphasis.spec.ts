import Handlebars from 'handlebars';
import { emphasised, emphasisedHtml } from '../../../src/adapters/pages/rendering/emphasis';

const told = (who: string): string =>
  emphasisedHtml(`${emphasised({ who })['who']} assigned <it>`, (text) => Handlebars.escapeExpression(text));

describe('names in sentences', () => {
  it('stand out, and everything is escaped', () => {
    expect(told('Liisa & Co')).toBe('<b><bdi>Liisa &amp; Co</bdi></b> assigned &lt;it&gt;');
  });

  it('cannot bring marks of their own', () => {
    expect(told('\uE001Li\uE000isa')).toBe('<b><bdi>Liisa</bdi></b> assigned &lt;it&gt;');
  });
});
