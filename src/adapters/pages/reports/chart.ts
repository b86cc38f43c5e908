const height = 230;
const left = 46;
const right = 14;
const top = 10;
const bottom = 28;
const innerHeight = height - top - bottom;
const roomOfLabel = 64;

export interface Columns {
  /** In pixels, close to the displayed width, so that text keeps its size. */
  readonly width: number;
  readonly labels: readonly string[];
  /** One or two series, drawn side by side. */
  readonly series: readonly Series[];
  /** Drawn as a line over the columns. */
  readonly line?: Series;
}

export interface Series {
  readonly key: string;
  readonly values: readonly number[];
  /** Link of each value. */
  readonly hrefs?: readonly string[];
}

/** View of columns.hbs, in whole pixels. */
export function columnChart({ width, labels, series, line }: Columns) {
  const highest = Math.max(1, ...series.flatMap(({ values }) => values), ...(line?.values ?? []));
  const step = niceStep(highest);
  const ceiling = Math.ceil(highest / step) * step;
  const slot = (width - left - right) / Math.max(labels.length, 1);
  const y = (value: number): number => top + Math.round(innerHeight * (1 - value / ceiling));
  const middle = (at: number): number => Math.round(left + slot * (at + 0.5));
  const every = Math.ceil((labels.length * roomOfLabel) / (width - left));
  return {
    ...{ width, height, base: top + innerHeight, left },
    ticks: Array.from({ length: ceiling / step + 1 }, (_, n) => ({ y: y(n * step), value: n * step })),
    labels: labels.flatMap((text, at) => (at % every === 0 ? [{ x: middle(at), text }] : [])),
    bars: series.flatMap(({ key, values, hrefs = [] }, nth) =>
      values.flatMap((value, at) =>
        value === 0
          ? []
          : [
              {
                ...barAt({ slot, at, nth, of: series.length }),
                key,
                value,
                label: labels[at] ?? '',
                ...sized(y(value)),
                href: hrefs[at] ?? null,
              },
            ],
      ),
    ),
    line: line === undefined ? null : line.values.map((value, at) => `${at === 0 ? 'M' : 'L'}${middle(at)} ${y(value)}`).join(''),
    dots: (line?.values ?? []).map((value, at) => ({ x: middle(at), y: y(value), value, label: labels[at] ?? '' })),
  };
}

const sized = (y: number) => ({ y, height: top + innerHeight - y });

interface Place {
  readonly slot: number;
  readonly at: number;
  readonly nth: number;
  readonly of: number;
}

/** Columns fill two thirds of their slot, up to a maximum width. */
function barAt({ slot, at, nth, of }: Place): { readonly x: number; readonly width: number } {
  const each = Math.min(36, Math.max(1, Math.floor((slot * 0.68) / of)));
  const start = left + slot * at + (slot - each * of) / 2;
  return { x: Math.round(start + each * nth), width: each };
}

/** At most five grid lines, in steps of 1, 2 or 5 times a power of ten. */
function niceStep(highest: number): number {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power;
}

/** Length relative to the longest bar, in percent. */
export function shareOf(value: number, highest: number): number {
  return highest === 0 ? 0 : Math.round((100 * value) / highest);
}
