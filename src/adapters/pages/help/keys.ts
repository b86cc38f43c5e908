/** Every single key there is, once: for the page that helps, and for a sheet of shortcuts. */
export interface Shortcut {
  /** Pressed one after the other. */
  readonly keys: readonly string[];
  /** Name of what it does. */
  readonly does: string;
}

export interface ShortcutGroup {
  readonly where: string;
  readonly shortcuts: readonly Shortcut[];
}

export const shortcuts: readonly ShortcutGroup[] = [
  {
    where: 'everywhere',
    shortcuts: [
      { keys: ['/'], does: 'search' },
      { keys: ['Ctrl', 'K'], does: 'search' },
      { keys: ['c'], does: 'new' },
      { keys: ['g', 'd'], does: 'home' },
      { keys: ['g', 't'], does: 'tickets' },
      { keys: ['g', 'b'], does: 'board' },
      { keys: ['g', 'r'], does: 'reports' },
    ],
  },
  {
    where: 'ticket',
    shortcuts: [
      { keys: ['r'], does: 'reply' },
      { keys: ['s'], does: 'step' },
      { keys: ['a'], does: 'assign' },
      { keys: ['p'], does: 'priority' },
      { keys: ['f'], does: 'forward' },
    ],
  },
  {
    where: 'forms',
    shortcuts: [
      { keys: ['Ctrl', 'Enter'], does: 'send' },
      { keys: ['Esc'], does: 'close' },
    ],
  },
];
