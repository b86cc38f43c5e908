import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { reject } from '../../../domain/kernel/errors';
import { optional, text, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import type { CopyPart, ModelCopies } from '../../desk/reporting/model-copies.port';
import { requireReporter } from '../../desk/reporting/require-reporter';
import { MODEL_COPIES } from '../../desk/tokens';
import { CurrentActor, PathOf, QueryOf } from '../../web/call';
import { Describes } from '../answers/answers';
import { projectOf } from '../answers/project';
import type { Schema } from '../answers/schema';
import { catalogue, copyLine, type CopyStart } from './answers';
import { formFor, reportedModels, type ModelForm, type ReportedModel } from './models';

const path = { name: text(64, { about: 'Name of the read model.', example: 'tickets' }) };
const query = {
  after: optional(text(2000, { about: '`next` of your copy so far. Without it you get everything.', example: 'eyJmb3JtIjoi' })),
};
const content: Schema<StreamableFile> = { type: 'string', format: 'binary' };
const href = '/v1/read-models';

/** For the role *reporting*: docs/reporting.md. */
@Controller('v1/read-models')
export class ReadModelsController {
  constructor(@Inject(MODEL_COPIES) private readonly copies: ModelCopies) {}

  @Get()
  @Describes({
    ...{ id: 'models_list', does: 'Lists the read models for reporting', answer: catalogue },
    ...{ more: 'Only for the root organisation, with the permission `report.copy`.', refuses: ['not-permitted'] },
  })
  list(@CurrentActor() actor: Actor) {
    requireReporter(actor);
    const items = reportedModels.map((model) => ({
      ...{ name: model.name, about: model.about, href: `${href}/${model.name}`, ...formFor(actor, model) },
    }));
    return { items };
  }

  @Get(':name')
  @Describes({
    id: 'models_read',
    does: 'Reads a read model, or what changed in it',
    more:
      'One JSON object a line: first the start, then documents, at last the end with `next`. Take a copy over only with its end, in one transaction. ' +
      'A document that changes meanwhile comes again; the last one counts. `start-anew` tells you to empty your copy and read everything.',
    ...{ answer: content, line: copyLine, mediaType: 'application/x-ndjson' },
    ...{ means: 'The lines.', refuses: ['not-permitted', 'unknown', 'start-anew', 'not-shown-yet'] },
  })
  async read(
    @PathOf(path) { name }: Values<typeof path>,
    @QueryOf(query) { after }: Values<typeof query>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    requireReporter(actor);
    const model = reportedModels.find((one) => one.name === name);
    if (model === undefined) reject('unknown', `There is no read model of this name; GET ${href} lists them.`);
    const form = formFor(actor, model);
    const parts = await this.copies.read({ projection: model.projection.name, form: form.version, after: after ?? null });
    void reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('cache-control', 'private, no-store');
    return new StreamableFile(Readable.from(lines(model, form, { parts, everything: after === undefined })));
  }
}

interface Copied {
  readonly parts: AsyncIterable<CopyPart>;
  readonly everything: boolean;
}

/** A chunk of lines per part. */
async function* lines({ name }: ReportedModel, form: ModelForm, { parts, everything }: Copied): AsyncGenerator<string> {
  const project = projectOf(form.schema);
  const start: CopyStart = { model: name, version: form.version, everything };
  yield line(start);
  for await (const part of parts) {
    if ('end' in part) yield line(part);
    else
      yield part.documents
        .map(({ id, document }) => line({ id, document: document === null ? null : project({ ...document, id }) }))
        .join('');
  }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;
