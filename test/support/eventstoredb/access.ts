import type { Metadata } from '@grpc/grpc-js'
import type { EventLog } from './event-log'
import type { Refusal } from './outcome'
import type { Acl } from './stream-metadata'

export interface User {
  readonly password: string
  /** `$admins` may do everything. */
  readonly groups?: readonly string[]
}

export type Users = Readonly<Record<string, User>>

export type Operation = 'read' | 'write' | 'delete' | 'read-metadata' | 'write-metadata'

export interface Access {
  /** Why the caller must not do this to a stream, `$all` among them; `undefined` when it may. */
  refuse(call: { readonly metadata: Metadata }, operation: Operation, stream: string): Refusal | undefined
}

/** Without users there is nothing to ask, as on a server that was started insecure. */
export const openAccess: Access = { refuse: () => undefined }

const accessDenied: Refusal = { kind: 'access-denied' }

/** Basic credentials, and the access-control lists of streams, `$all` and the `$settings` stream. */
export function accessOf(users: Users, log: EventLog): Access {
  return {
    refuse({ metadata }, operation, stream) {
      const authorization = metadata.get('authorization')[0]?.toString()
      if (authorization === undefined) return accessDenied
      const [name = '', password] = credentialsOf(authorization)
      const user = users[name]
      if (user === undefined || user.password !== password) return { kind: 'unauthenticated' }
      const roles = [name, ...(user.groups ?? [])]
      return mayDo(log, roles, operation, stream) ? undefined : accessDenied
    },
  }
}

/** A name holds no colon, a password may. */
function credentialsOf(authorization: string): string[] {
  const decoded = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return [decoded.slice(0, colon), decoded.slice(colon + 1)]
}

function mayDo(log: EventLog, roles: readonly string[], operation: Operation, stream: string): boolean {
  if (roles.includes('$admins')) return true
  // A stream's metadata is a stream of its own, with rights of its own.
  if (stream.startsWith('$$')) {
    return mayDo(log, roles, operation === 'read' ? 'read-metadata' : 'write-metadata', stream.slice(2))
  }
  const key = keyOf(operation)
  const allowed = log.metadata(stream).acl?.[key] ?? defaultAcl(log, stream)[key] ?? '$admins'
  return [allowed].flat().some((role) => role === '$all' || roles.includes(role))
}

const everyone: Acl = { $r: '$all', $w: '$all', $d: '$all', $mr: '$all', $mw: '$all' }

/** What holds for a stream that says nothing itself: the newest `$settings` event, else the server's own. */
function defaultAcl(log: EventLog, stream: string): Acl {
  const newest = log.events('$settings').at(-1)
  const settings: { $userStreamAcl?: Acl; $systemStreamAcl?: Acl } =
    newest === undefined ? {} : JSON.parse(Buffer.from(newest.data).toString('utf8'))
  return stream.startsWith('$') ? (settings.$systemStreamAcl ?? {}) : (settings.$userStreamAcl ?? everyone)
}

function keyOf(operation: Operation): keyof Acl {
  switch (operation) {
    case 'read':
      return '$r'
    case 'write':
      return '$w'
    case 'delete':
      return '$d'
    case 'read-metadata':
      return '$mr'
    case 'write-metadata':
      return '$mw'
    default:
      return operation satisfies never
  }
}
