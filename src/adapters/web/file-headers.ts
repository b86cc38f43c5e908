import { ERASED } from '../../domain/kernel/event';

/** Content-Security-Policy of every file: nothing in it may run, whatever type a browser detects. */
export const lockedIn = "default-src 'none'; sandbox";

/** Content-Disposition with a name in any script (RFC 6266). A destroyed name becomes `file`. */
export function dispositionOf(how: 'attachment' | 'inline', name: string | null): string {
  const known = name === null || name === ERASED ? 'file' : name;
  return `${how}; filename*=UTF-8''${encodeURIComponent(known).replace(/['()*]/g, percent)}`;
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
