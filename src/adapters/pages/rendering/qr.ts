import qrcode from 'qrcode-generator';

/** A code that a phone reads, as a drawing: one path, sharp at every size. */
export function qrCode(text: string, label: string): string {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const size = code.getModuleCount();
  const cells = Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => code.isDark(row, column)));
  const runs = cells.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return `<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${runs.join('')}"/></svg>`;
}
