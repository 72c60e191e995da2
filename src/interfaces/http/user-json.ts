import type { ShownUser } from '../../application/show-users'

/** `user` is `null` once the name has been erased. */
export const userJson = ({ name, groups, active }: ShownUser) => ({ user: name, groups, active })
