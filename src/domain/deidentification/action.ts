/** What happens to a column's values (manual, chapter 7; decisions in the de-identification chapter). */
export type ColumnAction =
  | { readonly action: 'keep' }
  | { readonly action: 'hide' }
  | { readonly action: 'drop' }
  | { readonly action: 'pseudonymize' }
  | { readonly action: 'pseudonym' }
  | { readonly action: 'blank' }
  /** `width`: a positive decimal, as written. */
  | { readonly action: 'numbergroup'; readonly width: string }
  | { readonly action: 'dategroup'; readonly unit: 'year' | 'quarter' | 'month' }
  /** `length`: characters, at least 1. */
  | { readonly action: 'prefix'; readonly length: number }
