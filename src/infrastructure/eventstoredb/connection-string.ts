/** What a connection string says. */
export interface ConnectionSettings {
  readonly hosts: readonly Host[]
  /** Several hosts, or `esdb+discover`: a cluster, whose leader its members are asked for. */
  readonly isCluster: boolean
  readonly tls: boolean
  readonly credentials?: { readonly username: string; readonly password: string }
  /** The certificates that are trusted, and the client's own with its key, in PEM. */
  readonly tlsCAFile?: string
  readonly userCertFile?: string
  readonly userKeyFile?: string
  readonly connectionName?: string
  readonly nodePreference?: NodePreference
  readonly maxDiscoverAttempts?: number
  /** In milliseconds. */
  readonly discoveryInterval?: number
  /** In seconds. */
  readonly gossipTimeout?: number
  /** In milliseconds; -1: never. */
  readonly keepAliveInterval?: number
  readonly keepAliveTimeout?: number
}

export interface Host {
  readonly address: string
  readonly port: number
}

const nodePreferences = ['leader', 'follower', 'read_only_replica', 'random'] as const
type NodePreference = (typeof nodePreferences)[number]

/** The message says what is wrong, and quotes nothing: any part of the string may be one of a password. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString'
  constructor(fault: string) {
    super(`the EventStoreDB connection string ${fault}`)
  }
}

const form =
  /^esdb(?<discover>\+discover)?:\/\/(?:(?<credentials>[^@]*)@)?(?<hosts>[^@/?]+)\/*(?:\?(?<options>.*))?$/
const credentialsForm = /^(?<username>[^:]+):(?<password>.+)$/
const hostForm = /^(?<address>[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?$/
const defaultPort = 2113
/** Below it the client complains, on a standard error that is not the log's; a server may hang up. */
const leastKeepAliveMs = 10_000

/**
 * Reads `esdb://user:password@host:port,…?option=value&…` as the client does, but that it never prints the
 * string: the client's own parser writes it to standard error when it finds an option it doesn't know.
 * Throws `InvalidConnectionString`.
 */
export function parseConnectionString(text: string): ConnectionSettings {
  const parts = form.exec(text.trim())?.groups
  if (parts?.hosts === undefined)
    throw new InvalidConnectionString('is not esdb://host:port or esdb+discover://host:port')
  const hosts = parts.hosts.split(',').map(hostOf)
  const { tls = true, ...options } = optionsOf(parts.options ?? '')
  const credentials = parts.credentials === undefined ? undefined : credentialsOf(parts.credentials)
  if (credentials !== undefined && !tls) {
    throw new InvalidConnectionString('has credentials and tls=false: without TLS they would never be sent')
  }
  if ((options.userCertFile === undefined) !== (options.userKeyFile === undefined)) {
    throw new InvalidConnectionString('has one of userCertFile and userKeyFile: it takes both')
  }
  return {
    hosts,
    isCluster: hosts.length > 1 || parts.discover !== undefined,
    tls,
    ...(credentials === undefined ? {} : { credentials }),
    ...options,
  }
}

function hostOf(text: string): Host {
  const { address, port } = hostForm.exec(text.trim())?.groups ?? {}
  if (address === undefined || Number(port) > 65_535) {
    throw new InvalidConnectionString('has a host that is not of the form host:port')
  }
  return { address, port: port === undefined ? defaultPort : Number(port) }
}

function credentialsOf(text: string) {
  const { username, password } = credentialsForm.exec(text)?.groups ?? {}
  if (username === undefined || password === undefined) {
    throw new InvalidConnectionString('has credentials that are not of the form user:password')
  }
  return { username: decoded(username), password: decoded(password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // The message of a URIError is of no use here, and its stack holds the text.
    throw new InvalidConnectionString('holds a % that begins no percent-encoded character')
  }
}

type Options = Partial<Omit<ConnectionSettings, 'hosts' | 'isCluster' | 'credentials'>>

const optionReaders: Readonly<Record<string, (value: string) => Options>> = {
  tls: (value) => ({ tls: truthOf('tls', value) }),
  tlsCAFile: (value) => ({ tlsCAFile: decoded(value) }),
  userCertFile: (value) => ({ userCertFile: decoded(value) }),
  userKeyFile: (value) => ({ userKeyFile: decoded(value) }),
  connectionName: (value) => ({ connectionName: decoded(value) }),
  nodePreference: (value) => ({ nodePreference: preferenceOf(value) }),
  maxDiscoverAttempts: (value) => ({ maxDiscoverAttempts: numberOf('maxDiscoverAttempts', value, 1) }),
  discoveryInterval: (value) => ({ discoveryInterval: numberOf('discoveryInterval', value, 1) }),
  gossipTimeout: (value) => ({ gossipTimeout: numberOf('gossipTimeout', value, 1) }),
  keepAliveInterval: (value) => ({
    keepAliveInterval: value === '-1' ? -1 : numberOf('keepAliveInterval', value, leastKeepAliveMs),
  }),
  keepAliveTimeout: (value) => ({
    keepAliveTimeout: value === '-1' ? -1 : numberOf('keepAliveTimeout', value, 1),
  }),
  tlsVerifyCert(value) {
    if (truthOf('tlsVerifyCert', value)) return {}
    throw new InvalidConnectionString(
      'has tlsVerifyCert=false: certificates are verified; name yours in tlsCAFile',
    )
  },
  // Every call of the adapter has a deadline and a way to fail of its own.
  defaultDeadline: () => ({}),
  throwOnAppendFailure: () => ({}),
}

/** The client takes the names of options in any case, and with `_` or `-` in them. */
const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')
const readerOf = new Map(Object.entries(optionReaders).map(([name, reader]) => [plain(name), reader]))

function optionsOf(text: string): Options {
  let options: Options = {}
  for (const option of text.split('&').filter((part) => part !== '')) {
    const at = option.indexOf('=')
    const reader = readerOf.get(plain(option.slice(0, Math.max(at, 0))))
    if (reader === undefined) {
      const known = Object.keys(optionReaders).join(', ')
      throw new InvalidConnectionString(`has an option that is none of ${known}`)
    }
    options = { ...options, ...reader(option.slice(at + 1).trim()) }
  }
  return options
}

function truthOf(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new InvalidConnectionString(`has ${name} neither true nor false`)
}

function numberOf(name: string, value: string, least: number): number {
  if (/^[0-9]{1,9}$/.test(value) && Number(value) >= least) return Number(value)
  throw new InvalidConnectionString(`has ${name} not a whole number of at least ${least}`)
}

function preferenceOf(value: string): NodePreference {
  const preference = nodePreferences.find((known) => plain(known) === plain(value))
  if (preference !== undefined) return preference
  throw new InvalidConnectionString(`has nodePreference none of ${nodePreferences.join(', ')}`)
}
