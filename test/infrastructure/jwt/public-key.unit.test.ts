import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { readPublicKey } from '../../../src/infrastructure/jwt/public-key'

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent })
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })

const pairs = {
  'RSA of 2048 bits': rsa(2048),
  'P-256': ec('prime256v1'),
  'P-384': ec('secp384r1'),
  'P-521': ec('secp521r1'),
  Ed25519: generateKeyPairSync('ed25519'),
}

test.each([
  ['RSA of 2048 bits', 'RS256'],
  ['P-256', 'ES256'],
  ['P-384', 'ES384'],
  ['P-521', 'ES512'],
  ['Ed25519', 'EdDSA'],
] as const)('%s is taken with %s', (kind, algorithm) => {
  const { publicKey } = pairs[kind]
  const reading = readPublicKey(spki(publicKey))
  if (reading.outcome === 'refused') throw new Error(reading.reason)
  expect(reading.publicKey.algorithm).toBe(algorithm)
  expect(reading.publicKey.key.equals(publicKey)).toBe(true)
})

test('white space around it and other line ends change nothing', () => {
  const pem = spki(pairs['P-256'].publicKey)
  for (const text of [`\n  ${pem}\n\n`, pem.replaceAll('\n', '\r\n')]) {
    expect(readPublicKey(text)).toMatchObject({ outcome: 'read', publicKey: { algorithm: 'ES256' } })
  }
})

test.each([
  ['RSA of 1024 bits', rsa(1024).publicKey],
  ['RSA of 2047 bits', rsa(2047).publicKey],
  ['RSA with the exponent 3', rsa(2048, 3).publicKey],
  ['RSA for PSS alone', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey],
  ['a curve of Bitcoin', ec('secp256k1').publicKey],
  ['P-224', ec('secp224r1').publicKey],
  ['Ed448', generateKeyPairSync('ed448').publicKey],
  ['X25519', generateKeyPairSync('x25519').publicKey],
  ['DSA', generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey],
])('%s is taken with nothing', (_what, key) =>
  expect(readPublicKey(spki(key))).toEqual({ outcome: 'refused', reason: 'unsupported' }),
)

const { privateKey, publicKey } = pairs['RSA of 2048 bits']

test.each([
  ['PKCS #8', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['PKCS #1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['SEC 1', pairs['P-256'].privateKey.export({ type: 'sec1', format: 'pem' }).toString()],
  [
    'PKCS #8, encrypted',
    privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString(),
  ],
  [
    'any form behind its public key',
    `${spki(publicKey)}${privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
  ],
])('a private key as %s is told from a public one', (_form, pem) =>
  expect(readPublicKey(pem)).toEqual({ outcome: 'refused', reason: 'private-key' }),
)

const pem = spki(publicKey)
const block = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`

/** A point of P-256 with its last bit flipped lies on the curve no more. */
const offTheCurve = () => {
  const der = pairs['P-256'].publicKey.export({ type: 'spki', format: 'der' })
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1)
  return block('PUBLIC KEY', der)
}

test.each([
  ['nothing', ''],
  ['a secret', randomBytes(64).toString('base64')],
  ['a JWK', JSON.stringify(publicKey.export({ format: 'jwk' }))],
  ['PKCS #1', publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['a label of a certificate', pem.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
  ['two keys', pem + spki(pairs.Ed25519.publicKey)],
  ['a key behind words', `the key of the portal:\n${pem}`],
  ['a key cut short', pem.slice(0, -40)],
  ['random bytes', block('PUBLIC KEY', randomBytes(294))],
  ['no bytes', block('PUBLIC KEY', Buffer.alloc(0))],
  ['a point off its curve', offTheCurve()],
])('%s is no public key', (_what, text) =>
  expect(readPublicKey(text)).toEqual({ outcome: 'refused', reason: 'no-public-key' }),
)
