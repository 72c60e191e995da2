import { unreachable } from '../decider'

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

/** Every action as a definition writes it; arguments stand for any of their kind. */
export const actionWords = [
  'keep',
  'hide',
  'drop',
  'pseudonymize',
  'pseudonym',
  'anonymize:blank',
  'anonymize:numbergroup(N)',
  'anonymize:dategroup(year|quarter|month)',
  'anonymize:prefix(N)',
] as const

const dateUnits = ['year', 'quarter', 'month'] as const

/** The action of exactly that spelling. `null`: none, and the import is refused: nothing falls back to `keep`. */
export function parseAction(text: string): ColumnAction | null {
  switch (text) {
    case 'keep':
    case 'hide':
    case 'drop':
    case 'pseudonymize':
    case 'pseudonym':
      return { action: text }
    case 'anonymize:blank':
      return { action: 'blank' }
    default:
      return parseAnonymization(text)
  }
}

function parseAnonymization(text: string): ColumnAction | null {
  const [, name, argument = ''] = /^anonymize:(numbergroup|dategroup|prefix)\((.*)\)$/.exec(text) ?? []
  switch (name) {
    case 'numbergroup':
      return isWidth(argument) ? { action: 'numbergroup', width: argument } : null
    case 'dategroup': {
      const unit = dateUnits.find((known) => known === argument)
      return unit === undefined ? null : { action: 'dategroup', unit }
    }
    case 'prefix': {
      const length = /^[1-9][0-9]*$/.test(argument) ? Number(argument) : 0
      return length > 0 && Number.isSafeInteger(length) ? { action: 'prefix', length } : null
    }
    default:
      return null
  }
}

/** A positive decimal without sign or exponent, of no more digits than a number may have. */
const isWidth = (text: string): boolean =>
  /^[0-9]{1,1000}(\.[0-9]{1,1000})?$/.test(text) && /[1-9]/.test(text)

/** The action as a definition writes it, word for word. */
export function actionText(action: ColumnAction): string {
  switch (action.action) {
    case 'keep':
    case 'hide':
    case 'drop':
    case 'pseudonymize':
    case 'pseudonym':
      return action.action
    case 'blank':
      return 'anonymize:blank'
    case 'numbergroup':
      return `anonymize:numbergroup(${action.width})`
    case 'dategroup':
      return `anonymize:dategroup(${action.unit})`
    case 'prefix':
      return `anonymize:prefix(${action.length})`
    default:
      return unreachable(action)
  }
}
