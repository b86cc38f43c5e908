import { SingleBar } from 'cli-progress';
import type { Progress, ProgressFrame } from '../control/control.port';
import { number } from './layout';

export interface ProgressDisplay {
  readonly show: Progress;
  readonly end: () => void;
}

export interface ProgressScreen {
  /** Standard error, so that standard output contains only the answer. */
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Monotonic time in milliseconds. */
  readonly millis: () => number;
}

const lineIntervalMs = 3_000;

/** A progress bar on a terminal. In a log or a pipe, a plain line every three seconds. */
export function progressDisplay(screen: ProgressScreen): ProgressDisplay {
  return screen.stream.isTTY === true ? bar(screen.stream) : lines(screen);
}

function bar(stream: NodeJS.WritableStream): ProgressDisplay {
  const format = '{on}{bar} {percentage} %{of} | {eta_formatted} left';
  const drawn = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: false, fps: 8 });
  let current: string | null = null;
  return {
    show: (frame) => {
      const total = frame.total ?? frame.done;
      const payload = { of: frame.unit === 'percent' ? '' : ` | ${progressText(frame)}`, on: prefix(frame) };
      if (current !== null && current !== payload.on) drawn.stop();
      if (current !== payload.on) drawn.start(total, frame.done, payload);
      current = payload.on;
      drawn.setTotal(total);
      drawn.update(frame.done, payload);
    },
    end: () => drawn.stop(),
  };
}

function lines({ stream, millis }: ProgressScreen): ProgressDisplay {
  let next = millis() + lineIntervalMs;
  return {
    show: (frame) => {
      if (millis() < next) return;
      next = millis() + lineIntervalMs;
      stream.write(`${prefix(frame)}${progressText(frame)}\n`);
    },
    end: () => undefined,
  };
}

function progressText({ done, total, unit }: ProgressFrame): string {
  if (unit === 'percent') return `${number(done)} %`;
  return `${number(done)}${total === null ? '' : ` of ${number(total)}`} ${unit}`;
}

function prefix({ on }: ProgressFrame): string {
  return on === undefined ? '' : `${on}: `;
}
