// node read-pdf.mjs < document.pdf: its pages' text, its outline and what it says of itself, as JSON. A module, as pdf.js is one.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const pdf = await getDocument({ data: new Uint8Array(Buffer.concat(chunks)), verbosity: 0 }).promise;
const pages = [];
for (let at = 1; at <= pdf.numPages; at += 1) {
  const page = await pdf.getPage(at);
  const { items } = await page.getTextContent();
  const [, , width, height] = page.view;
  const right = Math.max(0, ...items.map(({ transform, width: own }) => transform[4] + own));
  pages.push({ right, text: items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''), width, height });
}
const titles = (entries) => (entries ?? []).flatMap(({ title, items }) => [title, ...titles(items)]);
const { info } = await pdf.getMetadata();
const mark = await pdf.getMarkInfo();
process.stdout.write(JSON.stringify({ pages, outline: titles(await pdf.getOutline()), info, isTagged: mark?.Marked === true }));
