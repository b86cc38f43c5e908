export interface Picture {
  readonly content: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** Makes pictures to look at: upright, smaller, and without what a camera wrote beside them, such as the place. */
export interface Pictures {
  /** Null for what is no picture, is damaged, or is too large to be unpacked. */
  small(content: Uint8Array, longest: number): Promise<Picture | null>;
  /** As `small`, but an animation keeps moving. */
  moving(content: Uint8Array, longest: number): Promise<Picture | null>;
  /** As PNG that keeps what is transparent, within the box. */
  logo(content: Uint8Array, box: Pick<Picture, 'width' | 'height'>): Promise<Picture | null>;
}

export const PICTURES = Symbol('Pictures');
