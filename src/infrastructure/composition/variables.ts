import { availableParallelism } from 'node:os'
import { isRight } from 'fp-ts/lib/Either'
import type * as t from 'io-ts'
import { logLevels } from '../system/pino-log'
import {
  addressRanges,
  baseUrl,
  directory,
  eventStore,
  nonEmpty,
  oneOf,
  origins,
  recipient,
  streamPrefix,
  wholeNumber,
} from './config-codecs'

/** One variable of the environment. The page docs/operations.md shows these very rows. */
export interface Variable<Value, Absent> {
  /** Its name says what is wanted. */
  readonly codec: t.Decoder<unknown, Value> & { readonly name: string }
  /** The value where the variable is not set. */
  readonly absent: Absent
  /** How the page shows that value. */
  readonly shownDefault: string
  readonly meaning: string
}

/** Those of HTTP, or the two that the manual knows. */
export const statusCodes = ['http', 'manual'] as const

const variable = <Value, Absent>(
  codec: Variable<Value, Absent>['codec'],
  absent: Absent,
  shownDefault: string,
  meaning: string,
): Variable<Value, Absent> => ({ codec, absent, shownDefault, meaning })

const word = <Word extends string>(codec: Variable<Word, Word>['codec'], absent: Word, meaning: string) =>
  variable(codec, absent, `\`${absent}\``, meaning)

const number = (
  [least, most]: readonly [number, number],
  absent: number,
  shown: (value: number) => string,
  meaning: string,
) => variable(wholeNumber(least, most), absent, shown(absent), meaning)

const filePath = nonEmpty('the path of a file')
const secret = (meaning: string) => variable(nonEmpty('the secret itself'), null, '–', meaning)
const file = (meaning: string) => variable(filePath, null, '–', meaning)

const publicKey = 'instead of the secret: the public key of whoever mints these JWTs; see below'

// Not by `toLocaleString`, whose tables take longer to load than all the rest of this file.
const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')
const bytes = (value: number): string =>
  value % 2 ** 30 === 0 ? `${value / 2 ** 30} GiB` : `${value / 2 ** 20} MiB`
const seconds = (value: number): string => (value % 3_600 === 0 ? `${value / 3_600} h` : `${value} s`)

/** Everything that can be configured, in the order of the page. */
export const variables = {
  APERTURE_HOST: word(nonEmpty('a host name or address'), '127.0.0.1', 'where it listens'),
  APERTURE_PORT: number([0, 65_535], 8080, String, '0 picks one, and the first log line says which'),
  APERTURE_PUBLIC_URL: variable(baseUrl, null, 'from host and port', 'the base of the URLs in answers'),
  APERTURE_DATA_DIR: word(directory, './data', 'event store, read models, spool, generated secrets'),
  APERTURE_DATASET_DIR: variable(
    directory,
    null,
    'the data directory',
    'tables, keyfiles, waiting results, staging, wrapped keys of people',
  ),
  APERTURE_EVENT_STORE: word(
    eventStore,
    'sqlite',
    'the embedded store, or an EventStoreDB that several nodes may share; see below',
  ),
  APERTURE_STREAM_PREFIX: word(
    streamPrefix,
    'aperture.',
    'keeps a shared event store apart; not empty with EventStoreDB',
  ),
  APERTURE_MASTER_KEY: secret('32 bytes, base64: pseudonyms, names and check values are derived from it'),
  APERTURE_MASTER_KEY_FILE: file("the same from a file that the world can't read"),
  APERTURE_MANAGEMENT_SECRET: secret('at least 64 bytes, for the JWTs of management'),
  APERTURE_MANAGEMENT_SECRET_FILE: file("the same from a file that the world can't read"),
  APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: file(publicKey),
  APERTURE_DATA_SECRET: secret('at least 64 bytes, for the JWTs of readers'),
  APERTURE_DATA_SECRET_FILE: file("the same from a file that the world can't read"),
  APERTURE_DATA_PUBLIC_KEY_FILE: file(publicKey),
  APERTURE_KEYFILE_RECIPIENT: variable(recipient, null, '–', 'for projects that name none'),
  APERTURE_CORS_ORIGINS: variable(
    origins,
    [],
    'none',
    'whose pages may upload and read the answers; uploads of any other origin are then refused',
  ),
  APERTURE_STATUS_CODES: word(
    oneOf(statusCodes),
    'http',
    "`manual`: whatever isn't a success of an upload is 500, as in the manual; POSTs of management answer 200",
  ),
  APERTURE_TRUST_PROXY: variable(
    addressRanges,
    [],
    'none',
    'the proxies whose `X-Forwarded-For` counts where the log tells who sent a credential that was refused',
  ),
  APERTURE_MAX_UPLOAD_BYTES: number([1, 2 ** 36], 10 * 2 ** 30, bytes, 'of one table'),
  APERTURE_MAX_RECORD_BYTES: number([1, 2 ** 28], 2 ** 20, bytes, 'of one record of it'),
  APERTURE_MAX_COLUMNS: number([1, 65_536], 4_096, count, 'of one definition'),
  APERTURE_MAX_CONCURRENT_IMPORTS: number([1, 1_024], 32, count, 'in one process; more are told `busy`'),
  APERTURE_WORKERS: variable(
    wholeNumber(1, 1_024),
    availableParallelism(),
    'the cores',
    'threads kept ready for tables; more tables at once have threads of their own, which end with them',
  ),
  APERTURE_UPLOAD_IDLE_SECONDS: number(
    [1, 3_600],
    30,
    seconds,
    'over which an upload sends at least 1 KiB a second; a small body is whole within it',
  ),
  APERTURE_UPLOAD_MAX_SECONDS: number(
    [1, 604_800],
    21_600,
    seconds,
    'for which a whole upload is waited for',
  ),
  APERTURE_MIN_FREE_BYTES: number(
    [0, 2 ** 50],
    2 ** 30,
    bytes,
    'with less room where tables are spooled or kept, uploads are told `disk-full`; 0: whatever there is',
  ),
  APERTURE_TOKEN_MAX_SECONDS: number([1, 31_536_000], 86_400, seconds, 'the longest window of a token'),
  APERTURE_RESULT_SECONDS: number([1, 31_536_000], 3_600, seconds, 'how long an ephemeral result waits'),
  APERTURE_DRAIN_SECONDS: number([0, 86_400], 25, seconds, 'how long a stop waits for uploads under way'),
  APERTURE_LOG_LEVEL: word(oneOf(logLevels), 'info', 'JSON lines on standard output'),
} satisfies { readonly [name: `APERTURE_${string}`]: Variable<unknown, unknown> }

export type VariableName = keyof typeof variables

type ValueOf<Row> = Row extends Variable<infer Value, infer Absent> ? Value | Absent : never
export type Values = { readonly [Name in VariableName]: ValueOf<(typeof variables)[Name]> }

export type Environment = Readonly<Record<string, string | undefined>>

export interface ReadVariables {
  /** What is wrong has the value of what is not set. */
  readonly values: Values
  /** One sentence each, without any value. */
  readonly mistakes: readonly string[]
  /** Names that begin as the service's do. */
  readonly unknown: readonly string[]
}

/** Decodes every variable once. */
export function readVariables(env: Environment): ReadVariables {
  const mistakes: string[] = []
  const read = Object.entries<Variable<unknown, unknown>>(variables).map(([name, { codec, absent }]) => {
    if (env[name] === undefined) return [name, absent]
    const decoded = codec.decode(env[name])
    if (isRight(decoded)) return [name, decoded.right]
    mistakes.push(`${name} must be ${codec.name}.`)
    return [name, absent]
  })
  const unknown = Object.keys(env).filter((name) => name.startsWith('APERTURE_') && !(name in variables))
  // Each value was made by the row of its name.
  return { values: Object.fromEntries(read) as Values, mistakes, unknown }
}
