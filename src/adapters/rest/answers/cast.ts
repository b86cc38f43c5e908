/** People and organisations in all examples. The demo has them too, so examples can be sent to it. */
export const cast = {
  ticket: '01a22cf4-d5c0-76af-8e80-12d318831176',
  customer: 'e9494488-86ba-59fe-9bb7-b8c02dc031b4',
  requester: 'fe9f3fa7-6792-50a0-9d16-4aa9d34a2f47',
  partner: 'adc6f7cf-e3b1-5781-8c52-65311fe1c77b',
  technician: '47b75481-a9d7-5560-b545-3612bdb3372f',
  distributor: 'f4301f6a-2d57-55bc-a53d-2374271d06d2',
  team: '32e2c4ab-7fb8-5b27-b59a-b1e60c9c4835',
  root: '0d0c4e70-0000-8000-8000-000000000001',
} as const;

const ids: Readonly<Record<string, string>> = {
  ticket: cast.ticket,
  organisation: cast.partner,
  user: cast.technician,
  contact: '01a22d0a-3b1e-7c41-9a55-6f0d2c8e7b10',
  role: '0d0c4e70-0000-8000-8000-000000000104',
  team: cast.team,
  watcher: '01a22d0b-91c4-7e02-8d3f-2b7a4e9c1f55',
  reply: '01a22d0c-07aa-7b19-b0c2-5d9e3f6a8c21',
  file: '01a22d0c-5e73-70f4-a6b8-9c1d2e3f4a60',
};

export function exampleId(noun: string): string {
  return ids[noun] ?? '01a22d0e-24c8-7d3a-8f16-0a9b8c7d6e5f';
}
