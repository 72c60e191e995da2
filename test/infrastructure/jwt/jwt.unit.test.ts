import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import fc from 'fast-check'
import { type CredentialKeys, jwtIssuer, jwtVerifier } from '../../../src/infrastructure/jwt/jwt'
import { type PublicKey, readPublicKey } from '../../../src/infrastructure/jwt/public-key'

const now = 1_700_000_000
const secrets = { management: randomBytes(64), data: randomBytes(64) }
const verifierAt = (seconds: number) => jwtVerifier(secrets, () => seconds * 1000)
const verifier = verifierAt(now)
const issuer = jwtIssuer(secrets, () => now * 1000)

type Algorithm = PublicKey['algorithm']

const keyPairs = () => ({
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: generateKeyPairSync('ed25519'),
})
const pairs = keyPairs()
const others = keyPairs()
const hashOf = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null }

function publicKeyOf({ publicKey }: { readonly publicKey: KeyObject }): PublicKey {
  const reading = readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (reading.outcome === 'refused') throw new Error(reading.reason)
  return reading.publicKey
}

const base64url = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A token made by hand, so that anything can be wrong with it. */
function token(
  claims: object | string,
  secret: Uint8Array = secrets.management,
  header: object = { alg: 'HS512', typ: 'JWT' },
  hash = 'sha512',
): string {
  const signed = `${base64url(header)}.${base64url(claims)}`
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`
}

const management = { aud: 'aperture-management', exp: now + 60, identity: 'ops-1' }
const data = { aud: 'aperture-data', exp: now + 60, sub: 'jdoe' }

const claimsIn = (bearer: string) =>
  JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString())

describe('what the issuer mints', () => {
  test('is verified as what it is, and as nothing else', async () => {
    const ofManagement = await issuer.management('ops-1', 60)
    const ofData = await issuer.data('jdoe', 60)
    expect(await verifier.management(ofManagement)).toEqual({ identity: 'ops-1' })
    expect(await verifier.data(ofData)).toEqual({ userName: 'jdoe' })
    expect(await verifier.data(ofManagement)).toBeNull()
    expect(await verifier.management(ofData)).toBeNull()
  })

  test('says who, for whom, from when and until when', async () => {
    const { jti, ...claims } = claimsIn(await issuer.management('ops-1', 60))
    expect(jti).toMatch(/^[0-9a-f-]{36}$/)
    expect(claims).toEqual({
      iss: 'aperture',
      aud: 'aperture-management',
      iat: now,
      exp: now + 60,
      identity: 'ops-1',
      type: 'access',
    })
    expect(claimsIn(await issuer.data('jdoe', 60))).toMatchObject({ aud: 'aperture-data', sub: 'jdoe' })
  })

  test('ends with the second it names', async () => {
    const bearer = await issuer.management('ops-1', 60)
    expect(await verifierAt(now + 59).management(bearer)).not.toBeNull()
    expect(await verifierAt(now + 60).management(bearer)).toBeNull()
  })

  test('never bears an identity that would be refused', async () => {
    await expect(issuer.management('ops 1', 60)).rejects.toThrow('identity')
  })
})

test('a credential has one spelling', async () => {
  const bearer = token(management)
  // The last letter of 64 bytes carries four bits that mean nothing.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const alike = [...alphabet].map((letter) => bearer.slice(0, -1) + letter)
  const padded = [`${bearer}=`, `${bearer}==`]
  for (const text of [...alike, ...padded, `${bearer}\n`, ` ${bearer}`].filter((other) => other !== bearer)) {
    expect(await verifier.management(text)).toBeNull()
  }
})

describe('another issuer', () => {
  test('is accepted with the least that is needed', async () => {
    expect(await verifier.management(token(management))).toEqual({ identity: 'ops-1' })
    expect(await verifier.management(token({ ...management, type: 'access' }))).toEqual({ identity: 'ops-1' })
    expect(await verifier.data(token(data, secrets.data))).toEqual({ userName: 'jdoe' })
  })

  test.each([
    ['no expiry', { ...management, exp: undefined }],
    ['an expiry that is no number', { ...management, exp: String(now + 60) }],
    ['an expiry now', { ...management, exp: now }],
    ['a beginning still to come', { ...management, nbf: now + 10 }],
    ['no audience', { ...management, aud: undefined }],
    ['another audience', { ...management, aud: 'aperture-data' }],
    ['an audience that begins alike', { ...management, aud: 'aperture-management2' }],
    ['no identity', { ...management, identity: undefined }],
    ['an empty identity', { ...management, identity: '' }],
    ['an identity of 65 letters', { ...management, identity: 'a'.repeat(65) }],
    ['an identity with a line end', { ...management, identity: 'ops\n' }],
    ['an identity that is an object', { ...management, identity: { name: 'ops' } }],
    ['a refresh token', { ...management, type: 'refresh' }],
    ['a type of null', { ...management, type: null }],
    ['no claims', '[]'],
    ['no JSON', 'aud'],
  ])('is refused with %s', async (_what, claims) => {
    expect(await verifier.management(token(claims))).toBeNull()
  })

  test.each([
    ['no subject', { ...data, sub: undefined }],
    ['an empty subject', { ...data, sub: '' }],
    ['a subject that is a number', { ...data, sub: 7 }],
    ['an identity instead', { ...data, sub: undefined, identity: 'jdoe' }],
    ['the audience of management', { ...data, aud: 'aperture-management' }],
    ['no expiry', { ...data, exp: undefined }],
  ])('is refused for data with %s', async (_what, claims) => {
    expect(await verifier.data(token(claims, secrets.data))).toBeNull()
  })

  test("is refused with the other kind's secret, or a stranger's", async () => {
    expect(await verifier.management(token(management, secrets.data))).toBeNull()
    expect(await verifier.management(token(management, randomBytes(64)))).toBeNull()
    expect(await verifier.data(token(data, secrets.management))).toBeNull()
  })

  test('is refused with another algorithm, and with none', async () => {
    expect(
      await verifier.management(token(management, secrets.management, { alg: 'HS256' }, 'sha256')),
    ).toBeNull()
    expect(await verifier.management(token(management, secrets.management, { alg: 'HS256' }))).toBeNull()
    const unsigned = `${base64url({ alg: 'none' })}.${base64url(management)}.`
    expect(await verifier.management(unsigned)).toBeNull()
    const demanding = token(management, secrets.management, { alg: 'HS512', crit: ['x'], x: 1 })
    expect(await verifier.management(demanding)).toBeNull()
  })
})

describe.each(Object.keys(pairs) as readonly Algorithm[])('with a public key of %s', (algorithm) => {
  const keys: CredentialKeys = { management: publicKeyOf(pairs[algorithm]), data: secrets.data }
  const ofPublicKey = jwtVerifier(keys, () => now * 1000)
  const signed = (alg: string, key: KeyObject, hash = hashOf[algorithm]) => {
    const text = `${base64url({ alg })}.${base64url(management)}`
    const signature = sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
    return `${text}.${signature.toString('base64url')}`
  }

  test('what its private key has signed is taken, with that algorithm alone', async () => {
    const { privateKey } = pairs[algorithm]
    expect(await ofPublicKey.management(signed(algorithm, privateKey))).toEqual({ identity: 'ops-1' })
    for (const alg of ['RS512', 'PS256', 'ES256K', 'HS512', 'Ed25519', 'none', '']) {
      expect(await ofPublicKey.management(signed(alg, privateKey))).toBeNull()
    }
  })

  test('a signature of another key, or over another hash, is not', async () => {
    expect(await ofPublicKey.management(signed(algorithm, others[algorithm].privateKey))).toBeNull()
    if (algorithm === 'EdDSA') return
    expect(await ofPublicKey.management(signed(algorithm, pairs[algorithm].privateKey, 'sha224'))).toBeNull()
  })

  test('the public key is no secret', async () => {
    const { publicKey } = pairs[algorithm]
    const der = publicKey.export({ type: 'spki', format: 'der' })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    for (const secret of [der, Buffer.from(pem), Buffer.from(pem.trimEnd())]) {
      expect(await ofPublicKey.management(token(management, secret))).toBeNull()
    }
  })

  test('the other kind has its own key still', async () => {
    expect(await ofPublicKey.data(token(data, secrets.data))).toEqual({ userName: 'jdoe' })
    expect(await ofPublicKey.management(token(management))).toBeNull()
  })

  test('none is minted', async () => {
    const ofData = jwtIssuer(keys, () => now * 1000)
    await expect(ofData.management('ops-1', 60)).rejects.toThrow('public key')
    expect(await ofPublicKey.data(await ofData.data('jdoe', 60))).toEqual({ userName: 'jdoe' })
  })
})

test('nothing that differs by a letter, and no rubbish, is a credential or a fault', async () => {
  const bearer = token(management)
  const rubbish = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('a', '.', '=', '-', 'é', '\u0000') }),
    fc
      .tuple(fc.nat(bearer.length - 1), fc.constantFrom('A', '.', '*', ''))
      .map(([at, letter]) => bearer.slice(0, at) + letter + bearer.slice(at + 1))
      .filter((text) => text !== bearer),
  )
  await fc.assert(
    fc.asyncProperty(rubbish, async (text) => {
      expect(await verifier.management(text)).toBeNull()
      expect(await verifier.data(text)).toBeNull()
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['short', { management: randomBytes(63), data: randomBytes(64) }],
  ['short', { management: randomBytes(64), data: randomBytes(32) }],
  ['one and the same', { management: secrets.data, data: secrets.data }],
  ['one and the same', { management: publicKeyOf(pairs.EdDSA), data: publicKeyOf(pairs.EdDSA) }],
] as const)('secrets that are %s are refused', (_what, weak) => {
  expect(() => jwtVerifier(weak, () => 0)).toThrow()
  expect(() => jwtIssuer(weak, () => 0)).toThrow()
})
