import { LRUCache } from 'lru-cache';
import type { Need, World } from '../../domain/context';
import { streamName } from '../../domain/kernel/ids';
import type { AggregateLoader } from './aggregate-loader.port';

const maxAnswers = 1_000;

interface Entry<Answer> {
  readonly question: string;
  readonly streams: Set<string>;
  readonly answer: Promise<Answer>;
}

/**
 * Who somebody is and what stands above them is asked with every command and changes once a month. An answer is given again until one of
 * the streams changes that it was made from. One that failed is not kept.
 */
export class RememberedAnswers<Answer> {
  private readonly answers: LRUCache<string, Entry<Answer>>;
  private readonly madeFrom = new Map<string, Set<Entry<Answer>>>();

  constructor(private readonly loader: AggregateLoader) {
    this.answers = new LRUCache({ max: maxAnswers, dispose: (entry) => this.unlink(entry) });
  }

  ask(question: string, make: (loader: AggregateLoader) => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question)?.answer ?? this.made(question, make);
  }

  /** A stream has another fact. */
  changed(stream: string): void {
    for (const entry of this.madeFrom.get(stream) ?? []) this.answers.delete(entry.question);
  }

  private made(question: string, make: (loader: AggregateLoader) => Promise<Answer>): Promise<Answer> {
    const streams = new Set<string>();
    // Noted before it is read: a change while the answer is made counts too.
    const noting: AggregateLoader = {
      load: (aggregate, id) => {
        const stream = streamName(aggregate.category, id);
        streams.add(stream);
        if (this.answers.peek(question) === entry) this.link(stream, entry);
        return this.loader.load(aggregate, id);
      },
    };
    const entry: Entry<Answer> = { question, streams, answer: Promise.resolve().then(() => make(noting)) };
    this.answers.set(question, entry);
    entry.answer.catch(() => {
      if (this.answers.peek(question) === entry) this.answers.delete(question);
    });
    return entry.answer;
  }

  private link(stream: string, entry: Entry<Answer>): void {
    const entries = this.madeFrom.get(stream) ?? new Set();
    this.madeFrom.set(stream, entries.add(entry));
  }

  private unlink(entry: Entry<Answer>): void {
    for (const stream of entry.streams) {
      const entries = this.madeFrom.get(stream);
      entries?.delete(entry);
      if (entries?.size === 0) this.madeFrom.delete(stream);
    }
  }
}

type LoadWorld = (loader: AggregateLoader, needs: readonly Need[]) => Promise<World>;

/** Organisations are needed by every command and remembered; people by few; whether something was sealed since, only the log knows. */
export function rememberedWorld(answers: RememberedAnswers<World>, loader: AggregateLoader, load: LoadWorld) {
  return (needs: readonly Need[]): Promise<World> => {
    let question = '';
    for (const [kind, id] of needs) {
      if (kind !== 'organisation') return load(loader, needs);
      question += `${id} `;
    }
    return answers.ask(question, (noting) => load(noting, needs));
  };
}
