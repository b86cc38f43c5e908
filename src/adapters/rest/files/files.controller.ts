import { Controller, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { id, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { FileDesk } from '../../desk/files/file-desk';
import { refuseFields } from '../../desk/refuse-fields';
import { dispositionOf, lockedIn } from '../../web/file-headers';
import { CurrentActor, PathOf } from '../../web/call';
import { maxFileBytes, maxFiles, mebibyte } from '../../web/limits';
import { TakesForms } from '../../web/route-config';
import { Describes } from '../answers/answers';
import { exampleId } from '../answers/cast';
import { about, count, id as anId, listOf, hash, object, text, type Schema } from '../answers/schema';
import { FormReader } from '../../web/forms/read-form';

const filePath = {
  id: id('ticket', { about: 'The ticket.' }),
  file: id('file', { about: 'Id of the file in the ticket.' }),
};

interface UploadAnswer {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

const uploads = object<{ readonly items: readonly UploadAnswer[] }>('Uploads', {
  items: about(
    'The uploads, in the order sent.',
    listOf(
      object<UploadAnswer>('Upload', {
        id: about('Id of the upload. Send it in `files` of a command within a day.', anId, exampleId('file')),
        name: about('As sent.', text, 'screen.jpg'),
        mediaType: about('By the content, whatever was declared.', text, 'image/jpeg'),
        bytes: about('Size of the content.', count, 48213),
        sha256: about('SHA-256 of the content.', hash),
      }),
    ),
  ),
});

const form = {
  type: 'object',
  required: ['file'],
  properties: {
    file: {
      ...{ type: 'array', items: { type: 'string', format: 'binary' }, maxItems: maxFiles },
      description: `At most ${maxFiles} files of ${maxFileBytes / mebibyte} MiB each.`,
    },
  },
};
const content: Schema<StreamableFile> = { type: 'string', format: 'binary' };

@Controller('v1')
export class FilesController {
  constructor(
    private readonly files: FileDesk,
    private readonly forms: FormReader,
  ) {}

  @Post('uploads')
  @HttpCode(201)
  @TakesForms()
  @Describes({
    ...{ id: 'files_upload', does: 'Uploads files for a later command', answer: uploads, form },
    more: 'Send the ids in `files` of a command within a day. You can also send the files with the command itself.',
    ...{ status: 201, means: 'They were kept.' },
  })
  async upload(@Req() request: FastifyRequest, @CurrentActor() actor: Actor) {
    const { files } = await this.forms.readParts(request);
    if (files.length === 0) refuseFields([{ field: 'file', message: 'is missing: send at least one file' }]);
    const items: UploadAnswer[] = [];
    for (const file of files) {
      const { id: upload, name, mediaType, bytes, plainSha256 } = await this.files.upload(actor, file);
      items.push({ id: upload, name, mediaType, bytes, sha256: plainSha256 });
    }
    return { items };
  }

  @Get('tickets/:id/files/:file')
  @Describes({
    ...{ id: 'files_read', does: 'Reads the content of a file', answer: content, mediaType: 'application/octet-stream' },
    ...{
      more: 'The response has the name of the upload, and the media type that its content has.',
      means: 'The bytes of the file.',
    },
    refuses: ['not-shown-yet'],
  })
  async read(
    @PathOf(filePath) { id: ticket, file }: Values<typeof filePath>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { line, content } = await this.files.read(ticket, file, actor);
    void reply
      .header('content-type', line.mediaType)
      .header('content-length', line.bytes)
      .header('content-disposition', dispositionOf('attachment', line.name))
      // Always downloaded and never displayed, so that uploads cannot run scripts in our origin.
      .header('content-security-policy', lockedIn)
      .header('cache-control', 'private, no-store');
    return new StreamableFile(content);
  }
}
