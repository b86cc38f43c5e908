import type { Aggregate } from '../../domain/context';

export interface AggregateLoader {
  /**
   * The state of the stream `<category>-<id>`, or the initial state if it is empty. Cached if this process wrote or read the
   * stream recently. While it is cached, the same facts give the same object.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- reads the state of any aggregate, whatever its commands and events
  load<State>(aggregate: Aggregate<any, State, any>, id: string): Promise<State>;
}
