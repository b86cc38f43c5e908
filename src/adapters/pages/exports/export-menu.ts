export interface ExportMenu {
  readonly action: string;
  /** The parameters of the list on screen. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** View of menu.hbs: exports the list at this address with its filters and its order, from the first page on. */
export function exportMenu(action: string, address: string): ExportMenu {
  const parameters = new URLSearchParams(address.slice(address.indexOf('?') + 1));
  const isAddressed = address.includes('?') || !address.startsWith('/');
  const kept = isAddressed ? [...parameters].filter(([name]) => name !== 'after' && name !== 'trail') : [];
  return { action, fields: kept.map(([name, value]) => ({ name, value })) };
}
