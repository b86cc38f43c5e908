import createClient from 'openapi-fetch';
import type { paths } from './api.js';

const [address = '', requesterToken = '', dispatcherToken = '', technicianToken = ''] = process.argv.slice(2);
const as = (token: string) => createClient<paths>({ baseUrl: address, headers: { authorization: `Bearer ${token}` } });
const [requester, dispatcher, technician] = [as(requesterToken), as(dispatcherToken), as(technicianToken)];

function must<T>({ data, error }: { readonly data?: T; readonly error?: { readonly code: string; readonly detail: string } }): T {
  if (data === undefined) throw new Error(`${String(error?.code)}: ${String(error?.detail)}`);
  return data;
}

async function work(): Promise<void> {
  const body = { kind: 'issue', title: 'Lobby screen stays black', description: 'Nothing is shown.' } as const;
  const opened = must(await requester.POST('/v1/tickets', { body }));
  if (!('recorded' in opened)) throw new Error('The ticket itself was not asked for.');
  const params = { path: { id: opened.id } };

  const { id } = must(await technician.GET('/v1/me'));
  must(await dispatcher.POST('/v1/tickets/{id}/assign', { params, body: { technician: id } }));
  must(await technician.POST('/v1/tickets/{id}/reply', { params, body: { audience: 'everyone', body: 'On my way.' } }));
  const closing = { summary: 'Works again.', solution: 'Replaced the power supply.' };
  must(await technician.POST('/v1/tickets/{id}/close', { params, body: closing }));

  const ticket = must(await requester.GET('/v1/tickets/{id}', { params }));
  const query = { scope: 'all', state: 'closed', limit: 10 } as const;
  const { items } = must(await dispatcher.GET('/v1/tickets', { params: { query } }));
  const numbers = items.map(({ number }) => number);
  process.stdout.write(JSON.stringify({ number: ticket.number, resolution: ticket.closure?.resolution, numbers }));
}

void work();
