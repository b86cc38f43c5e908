import type { Aggregate } from '../../domain/context';

export interface AggregateLoader {
  /**
   * The state folded from everything recorded in the stream `<category>-<id>`, the initial one where there is nothing; from a cache when
   * this process wrote or read it lately. The same facts give the same object for as long as it is remembered.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- reads the state of any aggregate, whatever its commands and events
  load<State>(aggregate: Aggregate<any, State, any>, id: string): Promise<State>;
}
