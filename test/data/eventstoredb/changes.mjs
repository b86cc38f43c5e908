/* eslint-disable -- kept as it was when changes.jsonl was recorded with it */
// What others can do to streams, and how slow readers end, as scenarios with outcomes. To be run after those of scenarios.mjs.
import { err, plain } from './scenarios.mjs';
export async function changes(ES, connect, sc) {
const { jsonEvent, binaryEvent, NO_STREAM, STREAM_EXISTS, ANY, BACKWARDS, END, streamNameFilter } = ES;
const client = connect('throwOnAppendFailure=true');
const id = (n) => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
const ev = (n, data = { n }) => jsonEvent({ id: id(n), type: 'TicketOpened', data });
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const each = async (it) => { const a = []; for await (const { event: e } of it) a.push(e); return a; };
const shown = ({ streamId, revision, type, data, isJson }) => ({ streamId, revision, type, isJson, data: isJson ? data : Buffer.from(data).toString() });
const read = async (stream, options) => { try { return (await each(client.readStream(stream, options))).map(shown); } catch (e) { return err(e); } };
const inAll = async (...streams) => (await each(client.readAll({ maxCount: 5000 }))).filter((e) => streams.includes(e.streamId)).map((e) => ({ ...shown(e), position: e.position }));
const tried = async (work) => { try { return plain(await work()); } catch (e) { return err(e); } };
const make = (stream, from, count = 3) => client.appendToStream(stream, Array.from({ length: count }, (_, i) => ev(from + i)), { expectedRevision: NO_STREAM });
const append = (stream, n, expectedRevision) => tried(() => client.appendToStream(stream, [ev(n)], { expectedRevision }));
const meta = (stream, metadata) => tried(() => client.setStreamMetadata(stream, metadata));
const removed = (stream, how = 'deleteStream', options) => tried(() => client[how](stream, options));

await sc('soft delete: what is read then', "3 appended to 'changed-soft'; deleteStream; readStream of it and of '$$changed-soft'", async () => { await make('changed-soft', 1); return { deleted: await removed('changed-soft'), read: await read('changed-soft'), backwards: await read('changed-soft', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }), metadata: await read('$$changed-soft') }; });
await sc('soft delete: events and metadata stay in $all', "readAll, of the two streams", () => inAll('changed-soft', '$$changed-soft'));
await sc('soft delete: no_stream continues the revisions, and limits the stream to them', "appendToStream('changed-soft', [4], NO_STREAM)", async () => ({ append: await append('changed-soft', 4, NO_STREAM), read: await read('changed-soft'), metadata: await read('$$changed-soft') }));
await sc('soft delete: the exact revision fits, too', "'changed-exact'", async () => { await make('changed-exact', 10); await removed('changed-exact'); return { append: await append('changed-exact', 13, 2n), read: await read('changed-exact'), metadata: await read('$$changed-exact') }; });
await sc('soft delete: a wrong revision does not', "'changed-wrong'", async () => { await make('changed-wrong', 20); await removed('changed-wrong'); return { low: await append('changed-wrong', 23, 1n), high: await append('changed-wrong', 24, 5n), exists: await append('changed-wrong', 25, STREAM_EXISTS) }; });
await sc('soft delete: any', "'changed-any'", async () => { await make('changed-any', 30); await removed('changed-any'); return { append: await append('changed-any', 33, ANY), read: await read('changed-any') }; });
await sc('soft delete twice, and of what was never there', "deleteStream", async () => ({ again: await removed('changed-wrong'), never: await removed('changed-never'), neverExists: await removed('changed-never', 'deleteStream', { expectedRevision: STREAM_EXISTS }), wrong: await removed('changed-exact', 'deleteStream', { expectedRevision: 0n }) }));
await sc('undone by empty metadata, twice', "setStreamMetadata('changed-undone', {}) twice", async () => { await make('changed-undone', 40); await removed('changed-undone'); const one = await meta('changed-undone', {}); const after = await read('changed-undone'); const two = await meta('changed-undone', {}); return { one, after, two, read: await read('changed-undone'), metadata: await read('$$changed-undone') }; });
await sc('truncated', "setStreamMetadata('changed-tb', { truncateBefore: 2 })", async () => { await make('changed-tb', 50); return { set: await meta('changed-tb', { truncateBefore: 2 }), read: await read('changed-tb'), fromZero: await read('changed-tb', { fromRevision: 0n }), backwards: await read('changed-tb', { direction: BACKWARDS, fromRevision: END }), metadata: await read('$$changed-tb'), append: await append('changed-tb', 53, 2n), noStream: await append('changed-tb', 54, NO_STREAM) }; });
await sc('truncated beyond the end', "setStreamMetadata('changed-beyond', { truncateBefore: 9 })", async () => { await make('changed-beyond', 60); await meta('changed-beyond', { truncateBefore: 9 }); return { read: await read('changed-beyond'), append: await append('changed-beyond', 63, 2n), noStream: await append('changed-beyond', 64, NO_STREAM) }; });
await sc('limited by count', "setStreamMetadata('changed-count', { maxCount: 2 })", async () => { await make('changed-count', 70); await meta('changed-count', { maxCount: 2 }); const first = await read('changed-count'); await append('changed-count', 73, 2n); return { first, then: await read('changed-count'), backwards: await read('changed-count', { direction: BACKWARDS, fromRevision: END }), metadata: await read('$$changed-count') }; });
await sc('limited by age', "setStreamMetadata('changed-age', { maxAge: 1 }); 2.5 s later", async () => { await make('changed-age', 80); await meta('changed-age', { maxAge: 1 }); await sleep(2500); const read1 = await read('changed-age'); const backwards = await read('changed-age', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }); const noStream = await append('changed-age', 84, NO_STREAM); return { read: read1, backwards, noStream, append: await append('changed-age', 83, 2n), metadata: await read('$$changed-age') }; });
await sc('limits are undone by empty metadata, once', "setStreamMetadata('changed-count', {})", async () => { await meta('changed-count', {}); return read('changed-count'); });
await sc('tombstone', "tombstoneStream('changed-gone')", async () => { await make('changed-gone', 90); return { tombstoned: await removed('changed-gone', 'tombstoneStream'), read: await read('changed-gone'), backwards: await read('changed-gone', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }), noStream: await append('changed-gone', 93, NO_STREAM), any: await append('changed-gone', 94, ANY), metadata: await read('$$changed-gone'), set: await meta('changed-gone', {}), again: await removed('changed-gone', 'tombstoneStream'), soft: await removed('changed-gone') }; });
await sc('tombstone in $all', "readAll, of the stream", () => inAll('changed-gone', '$$changed-gone'));
await sc('a link as system projections write it, in $all and in its stream', "appendToStream('$ce-changed', '$>' 0@changed-tb)", async () => { await client.appendToStream('$ce-changed', [binaryEvent({ id: id(95), type: '$>', data: Buffer.from('0@changed-count') })], { expectedRevision: ANY }); return { all: await inAll('$ce-changed'), stream: await read('$ce-changed') }; });
await sc('a live reader that does not read is broken', "subscribeToAll({ fromPosition: END, filter: prefix changed-slow }); 400 events of 20 kB", async () => {
  const big = 'x'.repeat(20_000); const s = client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: ['changed-slow'] }) }, { highWaterMark: 1 });
  const log = []; s.on('confirmation', () => log.push('confirmation')); s.on('caughtUp', () => log.push('caughtUp'));
  const failed = new Promise((resolve) => s.on('error', resolve)); let paused; const first = new Promise((r) => (paused = r));
  s.on('data', ({ event }) => { if (log.at(-1) !== 'events') { log.push('events'); s.pause(); paused(event); } });
  await sleep(1000);
  for (let i = 0; i < 400; i++) { await client.appendToStream('changed-slow', [ev(1000 + i, { big })], { expectedRevision: ANY }); if (i === 0) await first; }
  await sleep(500); s.resume();
  const error = await Promise.race([failed, sleep(10_000).then(() => new Error('not broken'))]); s.unsubscribe().catch(() => undefined);
  return { log, error: err(error) };
});
await sc('a reader from the beginning is told that it caught up once, after everything that was there', "subscribeToAll({ fromPosition: START, filter: prefix changed-slow })", async () => {
  const s = client.subscribeToAll({ fromPosition: 'start', filter: streamNameFilter({ prefixes: ['changed-slow'] }) }); let seen = 0; let told = 0; let before = null;
  s.on('caughtUp', () => { told++; before = seen; }); s.on('data', () => { seen++; });
  for (let i = 0; i < 100 && told === 0; i++) await sleep(100);
  await sleep(500); await s.unsubscribe(); return { seen, told, before };
});
await client.dispose();
}
