import type { Permission } from '../../../domain/people/permission';
import type { Reader } from './audiences';

export interface Topic {
  /** Also its anchor, which other pages link to. */
  readonly key: string;
  readonly icon: string;
  /** Message key: what the reader may do, or who does it for them. */
  readonly text: string;
}

/** Topics worded for the reader's permissions. */
export function topicsOf(reader: Reader): readonly Topic[] {
  const may = (permission: Permission): boolean => reader.permissions.has(permission);
  const topic = (key: string, icon: string, text: string): Topic => ({ key, icon, text });
  return [
    topic('search', 'search', 'searchText'),
    topic('messages', 'message', messagesFor(reader)),
    ...(reader.isStaff ? [topic('forward', 'arrow-forward-up', may('ticket.forward') ? 'forwardText' : 'forwardOthers')] : []),
    topic('merge', 'arrow-merge', may('ticket.merge') ? 'mergeText' : reader.isStaff ? 'mergeOthers' : 'mergeCustomer'),
    topic('close', 'circle-check', 'closeText'),
    topic('rights', 'shield-lock', may('user.manage') ? 'rightsGive' : 'rightsText'),
  ];
}

function messagesFor({ isStaff, permissions }: Reader): string {
  if (isStaff && permissions.has('ticket.reply-staff')) return 'messagesText';
  if (permissions.has('ticket.reply')) return isStaff ? 'messagesEveryone' : 'messagesCustomer';
  return 'messagesReader';
}
