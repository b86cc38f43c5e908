import { LRUCache } from 'lru-cache';

const maxAnswers = 1_000;

/**
 * Who somebody is and what stands above them is asked with every command and changes once a month: the answer of before is given again
 * until `changes` has moved. One that failed is not kept.
 */
export function untilChanged<Answer>(changes: () => number): (question: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const answers = new LRUCache<string, Promise<Answer>>({ max: maxAnswers });
  let asOf = changes();
  return (question, ask) => {
    if (asOf !== changes()) answers.clear();
    asOf = changes();
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = ask();
    answers.set(question, answer);
    answer.catch(() => answers.delete(question));
    return answer;
  };
}
