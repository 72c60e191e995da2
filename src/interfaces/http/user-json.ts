import * as t from 'io-ts'
import type { ShownUser } from '../../application/show-users'
import { nullOr, objectOf, someText, such } from './json-forms'

export const shownUser = objectOf(
  {
    user: nullOr(such(someText, 'jdoe')),
    groups: t.readonlyArray(such(someText, 'cardiology')),
    active: t.boolean,
  },
  {},
  'User',
)

/** `user` is `null` once the name has been erased. */
export const userJson = ({ name, groups, active }: ShownUser): t.TypeOf<typeof shownUser> => ({
  user: name,
  groups,
  active,
})
