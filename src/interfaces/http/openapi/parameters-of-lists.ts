import { personName } from '../body-members'
import { refined } from '../described'
import { ordinal, uuid } from '../json-forms'
import type { QueryParameter } from './operation'

export const ofProject: QueryParameter = { says: 'Those of this project.', codec: ordinal }
export const ofUser: QueryParameter = { says: 'Those of the user by this name.', codec: personName }

/** Where a page goes on. */
export const before = (thing: string): QueryParameter => ({
  says: `Those behind the ${thing} with this id: \`Link\` has the address of the next page.`,
  codec: uuid,
})

/** A number from 1 on. */
export const numberUpTo = (maximum: number, example: number): QueryParameter['codec'] =>
  refined(
    `a number from 1 to ${maximum}`,
    { type: 'integer', minimum: 1, maximum, examples: [example] },
    (value) => (typeof value === 'number' && value >= 1 && value <= maximum ? value : null),
  )
