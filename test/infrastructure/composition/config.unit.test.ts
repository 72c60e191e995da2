import { availableParallelism } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { generateIdentity } from '../../../src/infrastructure/age/age'
import { type Config, isLoopback, readConfig } from '../../../src/infrastructure/composition/config'

function configOf(env: Readonly<Record<string, string | undefined>>): Config {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  return reading.config
}

function mistakesIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const reading = readConfig(env)
  return reading.outcome === 'refused' ? reading.mistakes : []
}

test('without a variable everything has its default', () =>
  expect(readConfig({ PATH: '/bin', APERTURE_HOST: undefined })).toEqual({
    outcome: 'read',
    unknownVariables: [],
    config: {
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      dataDir: path.resolve('data'),
      datasetDir: path.resolve('data'),
      eventStore: { kind: 'sqlite' },
      streamPrefix: 'aperture.',
      secrets: {
        APERTURE_MASTER_KEY: { from: 'nowhere' },
        APERTURE_MANAGEMENT_SECRET: { from: 'nowhere' },
        APERTURE_DATA_SECRET: { from: 'nowhere' },
      },
      keyfileRecipient: null,
      limits: {
        maxUploadBytes: 10_737_418_240,
        maxRecordBytes: 1_048_576,
        maxColumns: 4_096,
        maxConcurrentImports: 32,
        tokenMaxSeconds: 86_400,
        resultSeconds: 3_600,
        drainSeconds: 25,
        workers: availableParallelism(),
        uploadIdleSeconds: 30,
        uploadMaxSeconds: 21_600,
        minFreeBytes: 2 ** 30,
      },
      corsOrigins: [],
      statusCodes: 'http',
      trustedProxies: [],
      logLevel: 'info',
    },
  }))

const numbers: readonly (readonly [string, number, number, (config: Config) => number])[] = [
  ['APERTURE_PORT', 0, 65_535, ({ port }) => port],
  ['APERTURE_MAX_UPLOAD_BYTES', 1, 2 ** 36, ({ limits }) => limits.maxUploadBytes],
  ['APERTURE_MAX_RECORD_BYTES', 1, 2 ** 28, ({ limits }) => limits.maxRecordBytes],
  ['APERTURE_MAX_COLUMNS', 1, 65_536, ({ limits }) => limits.maxColumns],
  ['APERTURE_MAX_CONCURRENT_IMPORTS', 1, 1_024, ({ limits }) => limits.maxConcurrentImports],
  ['APERTURE_TOKEN_MAX_SECONDS', 1, 31_536_000, ({ limits }) => limits.tokenMaxSeconds],
  ['APERTURE_RESULT_SECONDS', 1, 31_536_000, ({ limits }) => limits.resultSeconds],
  ['APERTURE_DRAIN_SECONDS', 0, 86_400, ({ limits }) => limits.drainSeconds],
]

describe.each(numbers)('%s', (name, least, most, valueIn) => {
  test('is a whole number within its bounds', () => {
    for (const value of [least, most]) expect(valueIn(configOf({ [name]: String(value) }))).toBe(value)
    fc.assert(
      fc.property(fc.integer({ min: least, max: most }), (value) => {
        expect(valueIn(configOf({ [name]: String(value) }))).toBe(value)
      }),
      { numRuns: 20 },
    )
  })

  test.each([
    String(least - 1),
    String(most + 1),
    '',
    ' 1',
    '1 ',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    '1_0',
    'one',
    '∞',
  ])('is not %j', (text) =>
    expect(mistakesIn({ [name]: text })).toEqual([
      `${name} must be a whole number from ${least} to ${most}.`,
    ]),
  )
})

test.each<[string, string, Partial<Config>]>([
  ['APERTURE_HOST', '0.0.0.0', { host: '0.0.0.0' }],
  [
    'APERTURE_PUBLIC_URL',
    'https://gate.example.org/aperture//',
    { publicUrl: 'https://gate.example.org/aperture' },
  ],
  ['APERTURE_PUBLIC_URL', 'http://[::1]:8080', { publicUrl: 'http://[::1]:8080' }],
  ['APERTURE_DATA_DIR', 'here', { dataDir: path.resolve('here'), datasetDir: path.resolve('here') }],
  [
    'APERTURE_CORS_ORIGINS',
    'https://portal.example, http://localhost:3000',
    { corsOrigins: ['https://portal.example', 'http://localhost:3000'] },
  ],
  ['APERTURE_STATUS_CODES', 'manual', { statusCodes: 'manual' }],
  ['APERTURE_DATASET_DIR', '/srv/tables', { dataDir: path.resolve('data'), datasetDir: '/srv/tables' }],
  ['APERTURE_STREAM_PREFIX', '', { streamPrefix: '' }],
  ['APERTURE_STREAM_PREFIX', 'clinic_2.test.', { streamPrefix: 'clinic_2.test.' }],
  [
    'APERTURE_TRUST_PROXY',
    '127.0.0.1, 10.0.0.0/8,::1,fd00::/8,0.0.0.0/0',
    {
      trustedProxies: [
        { address: '127.0.0.1', prefix: 32 },
        { address: '10.0.0.0', prefix: 8 },
        { address: '::1', prefix: 128 },
        { address: 'fd00::', prefix: 8 },
        { address: '0.0.0.0', prefix: 0 },
      ],
    },
  ],
  ['APERTURE_LOG_LEVEL', 'silent', { logLevel: 'silent' }],
])('%s may be %j', (name, text, members) => expect(configOf({ [name]: text })).toMatchObject(members))

test.each([
  ['APERTURE_HOST', ''],
  ['APERTURE_PUBLIC_URL', 'gate.example.org'],
  ['APERTURE_PUBLIC_URL', 'ftp://gate.example.org'],
  ['APERTURE_PUBLIC_URL', 'https://gate.example.org/?a=b'],
  ['APERTURE_PUBLIC_URL', 'https://gate.example.org/#top'],
  ['APERTURE_PUBLIC_URL', 'https://jane@gate.example.org'],
  ['APERTURE_DATA_DIR', ''],
  ['APERTURE_DATASET_DIR', ''],
  ['APERTURE_EVENT_STORE', 'postgres'],
  ['APERTURE_STREAM_PREFIX', 'clinic-'],
  ['APERTURE_STREAM_PREFIX', 'x'.repeat(65)],
  ['APERTURE_KEYFILE_RECIPIENT', 'age1'],
  ['APERTURE_KEYFILE_RECIPIENT', 'ssh-ed25519 AAAA'],
  ['APERTURE_CORS_ORIGINS', ''],
  ['APERTURE_CORS_ORIGINS', '*'],
  ['APERTURE_CORS_ORIGINS', 'null'],
  ['APERTURE_CORS_ORIGINS', 'https://portal.example/'],
  ['APERTURE_CORS_ORIGINS', 'https://portal.example:443'],
  ['APERTURE_CORS_ORIGINS', 'https://Portal.example'],
  ['APERTURE_CORS_ORIGINS', 'https://portal.example,,https://other.example'],
  ['APERTURE_STATUS_CODES', 'strict'],
  ['APERTURE_TRUST_PROXY', ''],
  ['APERTURE_TRUST_PROXY', 'proxy.example.org'],
  ['APERTURE_TRUST_PROXY', 'loopback'],
  ['APERTURE_TRUST_PROXY', '10.0.0.0/33'],
  ['APERTURE_TRUST_PROXY', '::1/129'],
  ['APERTURE_TRUST_PROXY', '10.0.0.0/'],
  ['APERTURE_TRUST_PROXY', '10.0.0/8'],
  ['APERTURE_TRUST_PROXY', '10.0.0.1:8080'],
  ['APERTURE_TRUST_PROXY', 'fe80::1%eth0'],
  ['APERTURE_TRUST_PROXY', '10.0.0.1,,10.0.0.2'],
  ['APERTURE_TRUST_PROXY', '*'],
  ['APERTURE_LOG_LEVEL', 'INFO'],
])('%s must not be %j', (name, text) => {
  const [mistake, ...others] = mistakesIn({ [name]: text })
  expect(others).toEqual([])
  expect(mistake).toMatch(new RegExp(`^${name} must be [^.]+\\.$`))
})

test('a recipient of keyfiles is an age public key', async () => {
  const { recipient } = await generateIdentity()
  expect(configOf({ APERTURE_KEYFILE_RECIPIENT: recipient }).keyfileRecipient).toBe(recipient)
})

describe('a secret', () => {
  const names = ['APERTURE_MASTER_KEY', 'APERTURE_MANAGEMENT_SECRET', 'APERTURE_DATA_SECRET'] as const

  test.each(names)('%s comes from its variable or its file', (name) => {
    expect(configOf({ [name]: ' text ' }).secrets[name]).toEqual({ from: 'variable', text: ' text ' })
    expect(configOf({ [`${name}_FILE`]: 'keys/one' }).secrets[name]).toEqual({
      from: 'file',
      path: path.resolve('keys/one'),
    })
  })

  test.each(names)('%s does not come from both', (name) =>
    expect(mistakesIn({ [name]: 'text', [`${name}_FILE`]: 'keys/one' })).toEqual([
      `${name} and ${name}_FILE are both set: set one.`,
    ]),
  )

  test.each(names)('%s is not empty', (name) =>
    expect(mistakesIn({ [name]: '', [`${name}_FILE`]: '' })).toEqual([
      `${name} must be the secret itself.`,
      `${name}_FILE must be the path of a file.`,
    ]),
  )
})

describe.each(['MANAGEMENT', 'DATA'] as const)('the key of %s credentials', (kind) => {
  const [secret, file] = [`APERTURE_${kind}_SECRET` as const, `APERTURE_${kind}_SECRET_FILE`]
  const publicKey = `APERTURE_${kind}_PUBLIC_KEY_FILE`

  test('may be public, from a file', () => {
    const { secrets } = configOf({ [publicKey]: 'keys/portal.pem' })
    const expected = { from: 'public-key-file', variable: publicKey, path: path.resolve('keys/portal.pem') }
    expect(secrets[secret]).toEqual(expected)
    expect(Object.values(secrets).filter(({ from }) => from !== 'nowhere')).toEqual([expected])
  })

  test('is no public key and a secret at once', () => {
    expect(mistakesIn({ [publicKey]: 'a', [secret]: 'b' })).toEqual([
      `${secret} and ${publicKey} are both set: set one.`,
    ])
    expect(mistakesIn({ [publicKey]: 'a', [file]: 'b' })).toEqual([
      `${file} and ${publicKey} are both set: set one.`,
    ])
    expect(mistakesIn({ [publicKey]: 'a', [file]: 'b', [secret]: 'c' })).toEqual([
      `${secret} and ${file} and ${publicKey} are all set: set one.`,
    ])
  })
})

describe('an EventStoreDB', () => {
  const store = (APERTURE_EVENT_STORE: string, others = {}) => ({ APERTURE_EVENT_STORE, ...others })

  test.each([
    'esdb://127.0.0.1:2113?tls=false',
    'esdb+discover://one.example.org,two.example.org:2114',
    'esdb://jane:s3cret-value@store.example.org:2113?tls=true',
  ])('is named by %s', (connectionString) =>
    expect(configOf(store(connectionString)).eventStore).toEqual({ kind: 'eventstoredb', connectionString }),
  )

  test.each([
    ['esdb://jane:s3cret-value@host?tls=false', 'credentials and tls=false'],
    ['esdb://s3cret-value@host', 'credentials that are not of the form user:password'],
    ['esdb://jane:s3cret-value@host:99999', 'a host that is not of the form host:port'],
    ['esdb://host?s3cret-value=1', 'an option that is none of'],
  ])('is not %s', (connectionString, fault) => {
    const mistakes = mistakesIn(store(connectionString))
    expect(mistakes).toEqual([
      expect.stringContaining(`In APERTURE_EVENT_STORE the EventStoreDB connection string has ${fault}`),
    ])
    expect(mistakes.join()).not.toMatch(/s3cret|jane|host[^: ]/)
  })

  test('has a stream prefix, and its mistakes come with all others', () =>
    expect(
      mistakesIn(store('esdb://a:b@c?tls=false', { APERTURE_STREAM_PREFIX: '', APERTURE_PORT: 'x' })),
    ).toEqual([
      'APERTURE_PORT must be a whole number from 0 to 65535.',
      expect.stringContaining('In APERTURE_EVENT_STORE '),
      expect.stringContaining('APERTURE_STREAM_PREFIX must not be empty with EventStoreDB'),
    ]))
})

test('all mistakes are told together, each once, and none with its value', () => {
  const wrong = 's3cret-value'
  const env = Object.fromEntries([
    ...numbers.map(([name]) => [name, wrong]),
    ['APERTURE_PUBLIC_URL', wrong],
    ['APERTURE_EVENT_STORE', wrong],
    ['APERTURE_STREAM_PREFIX', wrong],
    ['APERTURE_KEYFILE_RECIPIENT', wrong],
    ['APERTURE_LOG_LEVEL', wrong],
    ['APERTURE_TRUST_PROXY', wrong],
    ['APERTURE_MASTER_KEY', wrong],
    ['APERTURE_MASTER_KEY_FILE', wrong],
    ['APERTURE_DATA_SECRET_FILE', wrong],
    ['APERTURE_DATA_PUBLIC_KEY_FILE', wrong],
  ])
  const mistakes = mistakesIn(env)
  expect(mistakes).toHaveLength(numbers.length + 8)
  for (const name of Object.keys(env)) {
    expect(mistakes.filter((mistake) => mistake.includes(`${name} `))).toHaveLength(1)
  }
  expect(mistakes.join()).not.toContain(wrong)
})

test('unknown variables of the service are named, other ones are nobody’s business', () => {
  const reading = readConfig({ APERTURE_PROT: '1', APERTURE_MAX_COLUMNS: '5', APERTURE_: '', PORT: '1' })
  expect(reading).toMatchObject({ outcome: 'read', unknownVariables: ['APERTURE_PROT', 'APERTURE_'] })
})

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['128.0.0.1', false],
  ['127.0.0.1.example.org', false],
  ['127.example.org', false],
  ['gate.example.org', false],
])('%s is reached by this machine alone: %p', (host, loopback) => expect(isLoopback(host)).toBe(loopback))
