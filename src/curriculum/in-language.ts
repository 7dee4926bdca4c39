/** In which language something came, which need not be the one that was asked for. */
export interface InLanguage {
  /** ISO 639-1; for `lang` attributes. */
  readonly language: string;
  /** True for a translation that no native speaker has read yet. */
  readonly awaitingCheck: boolean;
}

export interface SourceText {
  readonly id: string;
  readonly title: string;
  /** Undefined when the source has no public address. */
  readonly url?: string | undefined;
}
