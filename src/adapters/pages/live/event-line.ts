import type { Writable } from 'node:stream';

/** The part of an HTTP response that a line needs. */
export type LineOut = Pick<Writable, 'write' | 'end' | 'destroy' | 'once'>;

/** Server-sent events to one client. Slow clients get only the newest message of each kind, so a buffer stays within a few hundred bytes. */
export class EventLine {
  private readonly waiting = new Map<string, string>();
  private isFull = false;
  private isEnded = false;

  constructor(private readonly out: LineOut) {}

  /** Replaces an unsent message of the same kind and topic. */
  send(kind: string, data: Readonly<Record<string, string | number>>): void {
    const text = `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
    if (this.isFull) this.waiting.set(`${kind} ${data['ticket'] ?? ''}`, text);
    else this.write(text);
  }

  /** False if the client has read nothing since its buffer was full. The caller then drops it. */
  beat(): boolean {
    if (this.isFull) return false;
    this.write(': beat\n\n');
    return true;
  }

  end(): void {
    this.isEnded = true;
    if (this.isFull) this.out.destroy();
    else this.out.end();
    this.waiting.clear();
  }

  private write(text: string): void {
    if (this.isEnded || this.out.write(text)) return;
    this.isFull = true;
    this.out.once('drain', () => this.flush());
  }

  private flush(): void {
    this.isFull = false;
    const texts = [...this.waiting.values()];
    this.waiting.clear();
    if (texts.length > 0) this.write(texts.join(''));
  }
}
