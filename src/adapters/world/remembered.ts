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
 * Caches answers that every command needs and that rarely change, such as actors and their ancestors. A change of any stream that
 * an answer was made from invalidates it. Failed answers are not cached.
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

  /** Called when a stream has a new fact. */
  changed(stream: string): void {
    for (const entry of this.madeFrom.get(stream) ?? []) this.answers.delete(entry.question);
  }

  private made(question: string, make: (loader: AggregateLoader) => Promise<Answer>): Promise<Answer> {
    const streams = new Set<string>();
    // Register before the read, so that a concurrent change invalidates the answer too.
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

/**
 * Caches organisations only, which every command needs. Few commands need people, and only the log knows what was sealed since an
 * erasure.
 */
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
