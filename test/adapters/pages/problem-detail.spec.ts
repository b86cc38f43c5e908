import { languages } from '../../../src/adapters/pages/rendering/languages';
import { site } from '../../../src/adapters/pages/rendering/site';
import { problemDetail } from '../../../src/adapters/pages/problems/problem-detail';
import { edgeCodes, problemCatalogue, type ProblemCode } from '../../../src/adapters/web/problems/problem-catalogue';
import { EdgeError, problemFrom, refusalOf } from '../../../src/adapters/web/problems/problem';
import { errorCodes } from '../../../src/domain/kernel/errors';

const detail = 'A sentence for those who program.';
const problemOf = (code: ProblemCode, facts = {}) =>
  problemFrom(refusalOf(new EdgeError(code, detail, facts)), { url: '/x', correlationId: 'c' });

describe('the detail of an error page', () => {
  it.each(languages)("is in the reader's language, never in the API's: %s", (language) => {
    const t = site().words.in(language);
    for (const code of [...errorCodes, ...edgeCodes]) {
      const told = problemDetail(problemOf(code), t);
      expect([code, told]).not.toEqual([code, detail]);
      expect([code, told?.includes(problemCatalogue[code].meaning) ?? false]).toEqual([code, false]);
    }
  });

  it('explains why a form was refused', () => {
    const t = site().words.in('en');
    expect(problemDetail(problemOf('not-permitted', { reason: 'form-expired' }), t)).toContain('older than your session');
    expect(problemDetail(problemOf('not-permitted', { reason: 'other-site' }), t)).toContain('another site');
    expect(problemDetail(problemOf('not-permitted', { reason: '__proto__' }), t)).toBeNull();
  });
});
