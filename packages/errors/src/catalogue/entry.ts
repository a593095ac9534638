/** What the catalogue knows of one error code. Texts are whole sentences; `docs/errors.md` is generated from them. */
export interface CatalogueEntry {
  /** One sentence: what happened, in general. A thrown error may say it more precisely. */
  readonly what: string;
  /** One sentence: why that is so, or what usually causes it. */
  readonly why: string;
  /** One sentence: what the reader can do now. */
  readonly remedy: string;
}

/** Codes are `<area>/<kebab-case-name>`, stable once released. */
export type CatalogueArea = Readonly<Record<`${string}/${string}`, CatalogueEntry>>;
