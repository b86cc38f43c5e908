import { Inject, Injectable } from '@nestjs/common';
import { isLongerThan } from '../../../domain/kernel/characters';
import type { Actor } from '../../../domain/people/actor';
import { requirePermission } from '../../../projections/kernel/asking';
import { PICTURES, type Pictures } from '../../export/pictures.port';
import type { FileVault } from '../../files/file-vault.port';
import { LETTERHEADS, type KeptLetterhead, type Letterheads, type Logo } from '../../settings/letterheads.port';
import type { Clock } from '../../system/clock.port';
import { mediaTypeOf } from '../files/media-type';
import type { Upload } from '../files/uploads';
import { CLOCK, FILE_VAULT } from '../tokens';

export const letterheadLimits = { name: 120, address: 300, addressLines: 5, footer: 160, logoBytes: 512 * 1024 } as const;
/** Pixels of a kept logo: sharp at the size in which it is printed. */
const logoBox = { width: 900, height: 300 };
const logoTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

export type LetterheadField = 'name' | 'address' | 'footer' | 'logo';
/** Why a value is refused. */
export type LetterheadProblem = 'long' | 'lines' | 'sign' | 'kind' | 'large' | 'broken';
export type LetterheadProblems = { readonly [field in LetterheadField]?: LetterheadProblem };

export interface LetterheadWish {
  readonly name: string;
  readonly address: string;
  readonly footer: string;
  /** Left out: the logo stays. */
  readonly logo?: Upload | null;
}

export type LetterheadAnswer = KeptLetterhead | { readonly problems: LetterheadProblems };

/** The organisation's own name, logo, address and footer on its dossiers. */
@Injectable()
export class LetterheadDesk {
  constructor(
    @Inject(LETTERHEADS) private readonly letterheads: Letterheads,
    @Inject(PICTURES) private readonly pictures: Pictures,
    @Inject(FILE_VAULT) private readonly vault: FileVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} not-permitted */
  read(actor: Actor): Promise<KeptLetterhead | null> {
    requirePermission(actor, 'organisation.manage');
    return this.letterheads.of(actor.organisation);
  }

  /** Changes everything or nothing. The upload of the logo is discarded either way. @throws {DomainError} not-permitted */
  async change(actor: Actor, wish: LetterheadWish): Promise<LetterheadAnswer> {
    try {
      requirePermission(actor, 'organisation.manage');
      return await this.checked(actor, wish);
    } finally {
      if (wish.logo) await this.vault.discard([wish.logo]);
    }
  }

  /** Files sent beside the logo. */
  discard(files: readonly Upload[]): Promise<void> {
    return this.vault.discard(files);
  }

  private async checked(actor: Actor, { logo, ...texts }: LetterheadWish): Promise<LetterheadAnswer> {
    const drawn = logo ? await this.draw(logo) : logo;
    const problems = { ...textProblems(texts), ...(typeof drawn === 'string' && { logo: drawn }) };
    if (typeof drawn === 'string' || Object.keys(problems).length > 0) return { problems };
    const next = drawn === undefined ? texts : { ...texts, logo: drawn };
    return this.letterheads.set(actor.organisation, next, this.clock.now());
  }

  /** Drawn anew, so that nothing else of the file gets into a dossier. */
  private async draw({ sha256, bytes }: Upload): Promise<Logo | LetterheadProblem> {
    if (bytes > letterheadLimits.logoBytes) return 'large';
    const content = await this.vault.open(sha256);
    const picture = content === null ? Buffer.alloc(0) : Buffer.concat((await content.toArray()) as Buffer[]);
    if (!logoTypes.has(await mediaTypeOf(picture.subarray(0, 4_100)))) return 'kind';
    const drawn = await this.pictures.logo(picture, logoBox);
    if (drawn === null) return 'broken';
    return { png: Buffer.from(drawn.content).toString('base64'), width: drawn.width, height: drawn.height };
  }
}

function textProblems({ name, address, footer }: Pick<LetterheadWish, 'name' | 'address' | 'footer'>): LetterheadProblems {
  const problems = {
    name: problemIn(name, letterheadLimits.name, 1),
    address: problemIn(address, letterheadLimits.address, letterheadLimits.addressLines),
    footer: problemIn(footer, letterheadLimits.footer, 1),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null));
}

function problemIn(text: string, most: number, lines: number): LetterheadProblem | null {
  if (isLongerThan(text, most)) return 'long';
  const isOneTooMany = text.split('\n').length > lines;
  if (isOneTooMany) return 'lines';
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', '')) ? 'sign' : null;
}
