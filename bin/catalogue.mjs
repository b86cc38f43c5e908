#!/usr/bin/env node
// npm run catalogue: writes docs/event-catalogue.md from the event types of src/domain. With --print it only prints it.
import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './prepare.mjs';

const domain = join(root, 'src', 'domain');
const files = readdirSync(domain, { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(domain, file))
  .sort();
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
);
const program = ts.createProgram(files, { ...options, noEmit: true, types: [] });
const checker = program.getTypeChecker();

const sources = files.map((file) => program.getSourceFile(file));
const catalogue = render(sources.flatMap(unionsIn), sources.flatMap(wordsIn));
if (process.argv.includes('--print')) process.stdout.write(catalogue);
else writeFileSync(join(root, 'docs', 'event-catalogue.md'), catalogue);

/** Every exported `…Event`, which is an event type or a union of them: the events of an aggregate. */
function unionsIn(source) {
  return source.statements
    .filter((node) => ts.isTypeAliasDeclaration(node) && /.Event$/.test(node.name.text) && !node.typeParameters)
    .map((node) => ({
      name: node.name.text.replace(/Event$/, ''),
      file: relative(join(root, 'docs'), source.fileName),
      streams: streamsOf(source),
      events: memberNodes(node.type).map(describe).filter(Boolean),
    }))
    .filter(({ events }) => events.length > 0);
}

/** Every closed list of words used in event data. */
function wordsIn(source) {
  if (!source.fileName.endsWith('.events.ts')) return [];
  return source.statements
    .filter((node) => ts.isTypeAliasDeclaration(node) && !node.typeParameters && !/EventType$/.test(node.name.text))
    .map((node) => ({ name: node.name.text, type: checker.getTypeFromTypeNode(node.type) }))
    .filter(({ type }) => type.isUnion() && type.types.every((member) => member.isStringLiteral()))
    .map(({ name, type }) => ({ name, words: literals(type) }));
}

function memberNodes(type) {
  return ts.isUnionTypeNode(type) ? type.types : [type];
}

/** The comment over the event types names the stream. */
function streamsOf(source) {
  return /\/\/ Stream (`[^`]+`)/.exec(source.text)?.[1] ?? null;
}

function describe(node) {
  const type = checker.getTypeFromTypeNode(node);
  const member = (name) => {
    const symbol = type.getProperty(name);
    return symbol && checker.getTypeOfSymbol(symbol);
  };
  if (!member('type')?.isStringLiteral() || !member('audience')) return null;
  const declaration = checker.getSymbolAtLocation(node.typeName)?.declarations?.map(imported)[0];
  return {
    type: member('type').value,
    audience: literals(member('audience')).join(' or '),
    fields: checker.getPropertiesOfType(member('data')).map(field),
    sealed: sealedFields(member('confidential')),
    about: aboutOf(declaration),
  };
}

function imported(declaration) {
  if (!ts.isImportSpecifier(declaration)) return declaration;
  return checker.getAliasedSymbol(checker.getSymbolAtLocation(declaration.name)).declarations[0];
}

function literals(type) {
  return (type.isUnion() ? type.types : [type]).map(({ value }) => value).sort();
}

function field(symbol) {
  const optional = symbol.flags & ts.SymbolFlags.Optional ? '?' : '';
  const written = symbol.valueDeclaration?.type?.getText() ?? checker.typeToString(checker.getTypeOfSymbol(symbol));
  return `\`${symbol.name}${optional}: ${written.replace(/\breadonly /g, '').replace(/\s+/g, ' ')}\``;
}

/** Names of the confidential fields from the type, or the type of their names if they are open. */
function sealedFields(confidential) {
  const boxes = checker.getNonNullableType(confidential);
  const [box] = checker.getTypeArguments(boxes);
  if (box === undefined) return '';
  const [names] = checker.getTypeArguments(box);
  const isKnown = (names.isUnion() ? names.types : [names]).every((name) => name.isStringLiteral());
  return isKnown ? literals(names).join(', ') : `by ${checker.typeToString(names)}`;
}

/** The doc comment of a type. */
function aboutOf(declaration) {
  const over = ts.getJSDocCommentsAndTags(declaration).map((doc) => ts.getTextOfJSDocComment(doc.comment));
  return over.join(' ').replace(/\s+/g, ' ').trim();
}

function render(unions, words) {
  const intro = [
    '# Event catalogue',
    '',
    'Written by `npm run catalogue` from the types of `src/domain`; a test refuses a stale one. *Audience* is who may ever read the fact',
    '(rule 4). *Sealed* values are personal or free text and stand encrypted in boxes ([fact format](fact-format.md)).',
  ];
  const sections = unions.map(({ name, file, streams, events }) => [
    '',
    `## ${name}`,
    '',
    `${streams === null ? 'Types' : `Stream ${streams}; types`} in [${file.replace('../', '')}](${file}).`,
    '',
    '| event | audience | data | sealed | |',
    '|---|---|---|---|---|',
    ...events.map(({ type, audience, fields, sealed, about }) =>
      row([`\`${type}\``, audience, fields.join('<br>') || '–', sealed || '–', about]),
    ),
  ]);
  const lists = words.map(({ name, words }) => row([`\`${name}\``, words.map((word) => `\`${word}\``).join(', ')]));
  return [...intro, ...sections.flat(), '', '## Words', '', '| type | one of |', '|---|---|', ...lists, ''].join('\n');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/<(?!br>)/g, '&lt;')).join(' | ')} |`;
}
