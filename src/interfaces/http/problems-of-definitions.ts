import * as t from 'io-ts'
import { count, nullOr, objectOf, ordinal, someText, such } from './json-forms'
import { later, sameToken, told } from './problem-row'
import type { ProblemTable } from './problem-table'

const column = nullOr(such(someText, 'age'))
const rule = such(someText, 'type-integer')

const tableFaults = {
  errors: t.readonlyArray(
    objectOf(
      { line: ordinal, record: count, column, rule, hint: such(someText, 'Write a whole number.') },
      {},
      'TableFault',
    ),
  ),
  totals: t.readonlyArray(objectOf({ column, rule, count: ordinal }, {}, 'FaultTotal')),
  truncated: t.boolean,
}

/** What the definition says, and whether the table is as it says (manual, chapter 7). */
export const definitionProblems = {
  'definition-invalid': {
    status: 422,
    title: 'Definition invalid',
    detail: ({ detail }) => detail,
    advice: sameToken,
    examples: [{ detail: 'Column 2 has no Name.' }],
  },
  'definition-not-allowed': {
    status: 422,
    title: 'Definition not allowed',
    detail: () => 'The token is good for one definition only, byte for byte, and this is another.',
    advice: sameToken,
  },
  'too-many-rows': {
    status: 413,
    title: 'Too many rows',
    detail: ({ limit }) => `The token allows a table of ${limit} rows.`,
    advice: sameToken,
    examples: [{ limit: 1_000 }],
  },
  'too-many-columns': {
    status: 413,
    title: 'Too many columns',
    detail: ({ limit }) => `A table may have ${limit} columns.`,
    advice: sameToken,
    examples: [{ limit: 4_096 }],
  },
  'external-uuid-missing': {
    status: 422,
    title: 'External uuid missing',
    detail: () => 'An external import needs a CatalogueIdentifier in its definition whose Uuid is a uuid.',
    advice: sameToken,
  },
  'external-uuid-not-allowed': {
    status: 422,
    title: 'External uuid not allowed',
    detail: () => 'The token is good for one external uuid only, and the definition has another.',
    advice: sameToken,
  },
  'external-uuid-taken': {
    status: 409,
    title: 'External uuid taken',
    detail: ({ pending }) =>
      pending
        ? 'Another import has laid claim to the external uuid and is not settled yet: try again.'
        : 'A dataset bears the external uuid already: give the definition another one.',
    // A claim without an outcome may be taken over after a minute.
    advice: ({ pending }) => (pending ? later(60) : sameToken),
    examples: [{ pending: false }, { pending: true }],
  },
  'keyfile-recipient-missing': {
    status: 422,
    title: 'Keyfile without a recipient',
    detail: () =>
      'The definition stores a column in the keyfile, and the project names no one to whom it could be sealed: leave out StoreInKeyfile, or have a keyfile_recipient set.',
    advice: sameToken,
  },
  'header-mismatch': {
    status: 422,
    title: 'Header and definition differ',
    detail: (refusal) =>
      'column' in refusal
        ? `Column ${refusal.position} of the file's header is not ${JSON.stringify(refusal.column)}, as the definition has it.`
        : `The definition has ${refusal.expected} columns, and the file's header ${refusal.found}${refusal.found === 1 ? ': is Format/@Delimiter the one of the file?' : '.'}`,
    advice: sameToken,
    examples: [
      { column: 'age', position: 3 },
      { expected: 3, found: 4 },
    ],
  },
  'csv-invalid': {
    status: 422,
    title: 'Table invalid',
    detail: () => 'The table is not as its definition says: mend what errors and totals name.',
    members: told(tableFaults, ({ errors, totals, truncated }) => ({ errors, totals, truncated })),
    advice: sameToken,
    examples: [
      {
        errors: [
          { line: 17, record: 16, column: 'age', rule: 'type-integer', hint: 'Write a whole number.' },
        ],
        totals: [{ column: 'age', rule: 'type-integer', count: 240 }],
        truncated: true,
      },
    ],
  },
  'too-many-distinct-values': {
    status: 422,
    title: 'Too many distinct values',
    detail: ({ limit }) => `A column with supplied pseudonyms may hold ${limit} distinct values.`,
    advice: sameToken,
    examples: [{ limit: 1_000_000 }],
  },
} satisfies Partial<ProblemTable>
