import { Controller, Get, Header, Param } from '@nestjs/common';
import { Public } from '../route-config';
import { EdgeError } from './problem';
import { isProblemCode, problemCatalogue, type ProblemKind } from './problem-catalogue';

/** The pages that `type` of each problem links to. */
@Controller('problems')
export class ProblemsController {
  @Get()
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  list(): string {
    const rows = Object.entries(problemCatalogue).map(
      ([code, { status, title }]) => `<tr><td>${status}<td><a href="/problems/${code}">${code}</a><td>${title}`,
    );
    return page('Problems', `<table><thead><tr><th>Status<th>Code<th>Meaning<tbody>${rows.join('')}</table>`);
  }

  @Get(':code')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  explain(@Param('code') code: string): string {
    if (!isProblemCode(code))
      throw new EdgeError('no-such-route', 'There is no problem with this code; /problems lists them all.');
    const { status, title, meaning, remedy }: ProblemKind = problemCatalogue[code];
    return page(
      title,
      `<p><code>${code}</code>, status ${status}</p><h2>What it means</h2><p>${meaning}</p><h2>What to do</h2><p>${remedy}</p>`,
    );
  }
}

/** All text comes from the catalogue, so nothing needs escaping. */
function page(title: string, body: string): string {
  const style =
    'body{font:16px/1.5 system-ui;max-width:44rem;margin:3rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body}`;
}
