import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { id as anId, nullable, optional, textOrNone, type Values } from '../../../domain/kernel/fields';
import type { Actor } from '../../../domain/people/actor';
import { LetterheadDesk, letterheadLimits, type LetterheadProblem } from '../../desk/dossier/letterhead-desk';
import type { Uploads } from '../../desk/files/uploads';
import { refuseFields } from '../../desk/refuse-fields';
import { IDS, UPLOADS } from '../../desk/tokens';
import type { KeptLetterhead } from '../../settings/letterheads.port';
import type { Ids } from '../../system/clock.port';
import { BodyOf, CurrentActor } from '../../web/call';
import { Describes } from '../answers/answers';
import { exampleId } from '../answers/cast';
import { about, count, instant, object, orNull, text } from '../answers/schema';

const { name, address, addressLines, footer, logoBytes } = letterheadLimits;

const fields = {
  name: optional(textOrNone(name, { about: 'Instead of the name in the desk.', example: 'Harbour Machines Ltd' })),
  address: optional(textOrNone(address, { about: `Up to ${addressLines} lines.`, example: '12 Quay Street\nDublin' })),
  footer: optional(
    textOrNone(footer, { about: 'One line at the bottom of every page.', example: 'Registered in Dublin, 123456' }),
  ),
  logo: optional(
    nullable(
      anId('file', {
        about: `Id of an upload: PNG or JPEG, up to ${logoBytes / 1024} KiB. Null removes the logo.`,
        example: exampleId('file'),
      }),
    ),
  ),
};
type Asked = Values<typeof fields>;

type Shown = Omit<KeptLetterhead, 'changedAt'> & { readonly changedAt: string | null };

const letterhead = object<Shown>('Letterhead', {
  name: about('Empty: the name in the desk is used.', text, 'Harbour Machines Ltd'),
  address: about('Lines of the address.', text, '12 Quay Street\nDublin'),
  footer: about('The line at the bottom of every page.', text, 'Registered in Dublin, 123456'),
  logo: about(
    'As it is printed.',
    orNull(
      object<NonNullable<Shown['logo']>>('LetterheadLogo', {
        png: about('PNG, base64.', { type: 'string', format: 'byte' }, 'iVBORw0KGgo='),
        width: about('In pixels.', count, 600),
        height: about('In pixels.', count, 180),
      }),
    ),
  ),
  version: about('0: never set. The manifest of a dossier names it.', count, 3),
  changedAt: about('When it was last changed.', orNull(instant)),
});

const nothing: Shown = { name: '', address: '', footer: '', logo: null, version: 0, changedAt: null };

const messages: { readonly [problem in LetterheadProblem]: string } = {
  long: 'is too long: see the limit in /docs',
  lines: `has too many lines: name and footer take one, the address up to ${addressLines}`,
  sign: 'contains control characters, which cannot be printed',
  kind: 'is no PNG or JPEG picture',
  large: `is larger than ${logoBytes / 1024} KiB`,
  broken: 'is damaged or has too many pixels',
};

/** What stands on the dossiers of your organisation. */
@Controller('v1/letterhead')
export class LetterheadController {
  constructor(
    private readonly letterheads: LetterheadDesk,
    @Inject(UPLOADS) private readonly uploads: Uploads,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Get()
  @Describes({
    ...{ id: 'letterhead_read', does: 'Reads the letterhead of your organisation', answer: letterhead },
    ...{ more: 'It stands on the dossiers that leave your organisation.', refuses: ['not-permitted'] },
  })
  async read(@CurrentActor() actor: Actor): Promise<Shown> {
    return (await this.letterheads.read(actor)) ?? nothing;
  }

  @Post()
  @HttpCode(200)
  @Describes({
    ...{ id: 'letterhead_change', does: 'Changes the letterhead of your organisation', answer: letterhead },
    ...{ more: 'Fields left out stay as they are.', refuses: ['not-permitted'] },
  })
  async change(@BodyOf(fields) { logo, ...texts }: Asked, @CurrentActor() actor: Actor): Promise<Shown> {
    const known = await this.read(actor);
    const wish = { name: known.name, address: known.address, footer: known.footer, ...texts };
    const upload = typeof logo === 'string' ? await this.taken(actor, logo) : logo;
    const answer = await this.letterheads.change(actor, { ...wish, ...(upload !== undefined && { logo: upload }) });
    if (!('problems' in answer)) return answer;
    const [first, ...others] = Object.entries(answer.problems).map(([field, problem]) => ({ field, message: messages[problem] }));
    return first === undefined ? known : refuseFields([first, ...others]);
  }

  private async taken(actor: Actor, id: string) {
    const { files } = await this.uploads.take(actor, [id], this.ids.next());
    return files[0] ?? refuseFields([{ field: 'logo', message: 'names no upload of yours; uploads expire after a day' }]);
  }
}
