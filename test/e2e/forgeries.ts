import { randomBytes } from 'node:crypto'
import { base64url, type CredentialSigner, pemOf, sharedSecret, signedBy } from '../support/credential-signer'

/** What a forger has to do with. */
export interface ForgersWorld {
  /** Whose credentials are good. */
  readonly signer: CredentialSigner
  /** Whose credentials are good for the other kind. */
  readonly otherKind: CredentialSigner
  /** The forger's own key, of the same algorithm. */
  readonly own: CredentialSigner
  /** With which a credential of `signer` is good. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly otherAudience: string
  /** The name of the claim that says whose credential it is. */
  readonly subject: 'identity' | 'sub'
  /** An upload token that would be taken at an upload. */
  readonly uploadToken: string
}

/** Values of the `Authorization` headers that it sends. */
type Forge = (world: ForgersWorld) => string | readonly string[]

const now = () => Math.floor(Date.now() / 1_000)

/** Good but for these claims; what is undefined is left out. */
const claiming =
  (claims: (world: ForgersWorld) => object): Forge =>
  (world) =>
    `Bearer ${signedBy(world.signer, { ...world.claims, ...claims(world) })}`

const withHeader =
  (header: (world: ForgersWorld) => object, by: 'signer' | 'own' = 'signer', hash?: string): Forge =>
  (world) =>
    `Bearer ${signedBy(world[by], world.claims, header(world), hash)}`

const unsigned =
  (alg: string): Forge =>
  ({ claims }) =>
    `Bearer ${base64url({ alg })}.${base64url(claims)}.`

/** A good credential, changed. */
const changed =
  (change: (parts: readonly [string, string, string], world: ForgersWorld) => string): Forge =>
  (world) => {
    const [head = '', body = '', signature = ''] = signedBy(world.signer, world.claims).split('.')
    return `Bearer ${change([head, body, signature], world)}`
  }

const good: Forge = ({ signer, claims }) => `Bearer ${signedBy(signer, claims)}`
const text = (forged: string | readonly string[]): string => [forged].flat().join()

const withPublicKeyAsSecret =
  (bytes: (world: ForgersWorld) => string | Buffer, alg: string, hash: string): Forge =>
  (world) =>
    `Bearer ${signedBy(sharedSecret(Buffer.from(bytes(world))), world.claims, { alg }, hash)}`

/** Of a shared secret there is none: then the empty secret is tried. */
const pem = ({ signer: { publicKey } }: ForgersWorld) => (publicKey === null ? '' : pemOf(publicKey))
const der = ({ signer: { publicKey } }: ForgersWorld) =>
  publicKey === null ? '' : publicKey.export({ type: 'spki', format: 'der' })
const jwk = ({ own: { publicKey, key } }: ForgersWorld) =>
  publicKey?.export({ format: 'jwk' }) ?? {
    kty: 'oct',
    k: key instanceof Uint8Array ? Buffer.from(key).toString('base64url') : '',
  }

export const forgeries: readonly (readonly [what: string, forge: Forge])[] = [
  ...['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [`algorithm "${alg}"`, unsigned(alg)] as const),
  ['algorithm none over a good signature', withHeader(() => ({ alg: 'none' }))],
  ['no algorithm', withHeader(() => ({ alg: undefined }))],
  ['a list of algorithms', withHeader(({ signer }) => ({ alg: [signer.algorithm] }))],
  ['an empty signature', changed(([head, body]) => `${head}.${body}.`)],
  ['no signature', changed(([head, body]) => `${head}.${body}`)],
  ['a part more', changed((parts) => `${parts.join('.')}.`)],
  ['a signature cut short', changed((parts) => parts.join('.').slice(0, -4))],
  [
    'claims of its own under a good signature',
    changed(
      ([head, , signature], { claims, subject }) =>
        `${head}.${base64url({ ...claims, [subject]: 'root' })}.${signature}`,
    ),
  ],
  ['a signature of its own', withHeader(() => ({}), 'own')],
  ...['HS256', 'HS384', 'RS384', 'RS512', 'PS256', 'ES256K', 'Ed25519', 'hs512'].map(
    (alg) => [`algorithm ${alg}`, withHeader(() => ({ alg }))] as const,
  ),
  ['HS256 with the right secret', withHeader(() => ({ alg: 'HS256' }), 'signer', 'sha256')],
  ['RS512 with the right key', withHeader(() => ({ alg: 'RS512' }), 'signer', 'sha512')],
  ['the public key’s text as a secret', withPublicKeyAsSecret(pem, 'HS512', 'sha512')],
  [
    'the same without its line end',
    withPublicKeyAsSecret((world) => pem(world).trimEnd(), 'HS512', 'sha512'),
  ],
  ['the same with HS256', withPublicKeyAsSecret(pem, 'HS256', 'sha256')],
  ['the public key’s bytes as a secret', withPublicKeyAsSecret(der, 'HS512', 'sha512')],
  ['an empty secret', withPublicKeyAsSecret(() => '', 'HS512', 'sha512')],
  ['its own key in the header', withHeader((world) => ({ jwk: jwk(world) }), 'own')],
  ['its own key by address', withHeader(() => ({ jku: 'https://forger.example/keys' }), 'own')],
  ['its own certificate by address', withHeader(() => ({ x5u: 'https://forger.example/x5' }), 'own')],
  ['its own certificate', withHeader(() => ({ x5c: [randomBytes(300).toString('base64')] }), 'own')],
  ['a key by the name of a file', withHeader(() => ({ kid: '../../../../dev/null' }), 'own')],
  ['a key by a query', withHeader(() => ({ kid: "x' UNION SELECT 'secret" }), 'own')],
  ['an extension that is critical', withHeader(() => ({ crit: ['exp'], exp: 1 }))],
  ['a payload that is not encoded', withHeader(() => ({ crit: ['b64'], b64: false }))],
  ['an encrypted token', () => `Bearer ${encrypted()}`],
  ['a signed token in a signed token', changed((parts, { signer }) => signedBy(signer, parts.join('.')))],
  ['the key of the other kind', (world) => `Bearer ${signedBy(world.otherKind, world.claims)}`],
  [
    'a credential of the other kind',
    ({ otherKind, claims, otherAudience }) =>
      `Bearer ${signedBy(otherKind, { ...claims, aud: otherAudience, sub: 'jdoe', identity: 'ops' })}`,
  ],
  ['the audience of the other kind', claiming(({ otherAudience }) => ({ aud: otherAudience }))],
  ['an audience that begins alike', claiming(({ claims }) => ({ aud: `${claims.aud}2` }))],
  ['an audience in capitals', claiming(({ claims }) => ({ aud: String(claims.aud).toUpperCase() }))],
  ['audiences of others alone', claiming(({ otherAudience }) => ({ aud: [otherAudience, 'account'] }))],
  ['a list of no audience', claiming(() => ({ aud: [] }))],
  ['no audience', claiming(() => ({ aud: undefined }))],
  ['an audience that is an object', claiming(({ claims }) => ({ aud: { [String(claims.aud)]: true } }))],
  ['no end', claiming(() => ({ exp: undefined }))],
  ['an end in the past', claiming(() => ({ exp: now() - 1 }))],
  ['an end that is text', claiming(() => ({ exp: String(now() + 600) }))],
  ['an end of null', claiming(() => ({ exp: null }))],
  ['a beginning still to come', claiming(() => ({ nbf: now() + 600 }))],
  ['a beginning that is text', claiming(() => ({ nbf: '0' }))],
  ['nobody', claiming(({ subject }) => ({ [subject]: undefined }))],
  ['an empty name', claiming(({ subject }) => ({ [subject]: '' }))],
  ['a name that is a number', claiming(({ subject }) => ({ [subject]: 7 }))],
  ['a token to refresh', claiming(() => ({ type: 'refresh' }))],
  [
    'a member twice, the last one wrong',
    ({ signer, claims }) => `Bearer ${signedBy(signer, `${JSON.stringify(claims).slice(0, -1)},"aud":"x"}`)}`,
  ],
  ['claims that are a list', ({ signer, claims }) => `Bearer ${signedBy(signer, [claims])}`],
  ['claims that are null', ({ signer }) => `Bearer ${signedBy(signer, 'null')}`],
  ['claims that are no JSON', ({ signer }) => `Bearer ${signedBy(signer, 'aud')}`],
  ['padding', (world) => `${text(good(world))}=`],
  ['padding within', changed(([head, body, signature]) => `${head}==.${body}.${signature}`)],
  [
    '15 kB of its own',
    ({ own, claims }) => `Bearer ${signedBy(own, { ...claims, more: 'x'.repeat(10_000) })}`,
  ],
  ['an upload token', ({ uploadToken }) => `Bearer ${uploadToken}`],
  ['the secret of an upload token', ({ uploadToken }) => `Bearer ${uploadToken.split('.')[1]}`],
  ['a good one behind a wrong one', (world) => ['Bearer wrong', text(good(world))]],
  ['a good one before a wrong one', (world) => [text(good(world)), 'Bearer wrong']],
  ['a good one twice', (world) => [text(good(world)), text(good(world))]],
  ['two in one header', (world) => `${text(good(world))}, ${text(good(world))}`],
  ['another scheme', (world) => text(good(world)).replace('Bearer', 'Basic')],
  ['no scheme', (world) => text(good(world)).slice('Bearer '.length)],
  ['a scheme alone', () => 'Bearer'],
  ['a scheme with a colon', (world) => text(good(world)).replace('Bearer', 'Bearer:')],
  ['the scheme twice', (world) => text(good(world)).replace('Bearer', 'Bearer Bearer')],
  ['a tab behind the scheme', (world) => text(good(world)).replace(' ', '\t')],
  ['quotes around it', (world) => text(good(world)).replace(/ (.*)$/, ' "$1"')],
]

/** Of five parts (RFC 7516), with a key that nobody has. */
const encrypted = (): string =>
  [
    base64url({ alg: 'dir', enc: 'A256GCM' }),
    '',
    ...[12, 200, 16].map((n) => randomBytes(n).toString('base64url')),
  ].join('.')

/** What is no forgery, however odd it looks. */
export const oddities: typeof forgeries = [
  ['the scheme in lower case', (world) => text(good(world)).replace('Bearer', 'bearer')],
  ['the scheme in capitals', (world) => text(good(world)).replace('Bearer', 'BEARER')],
  ['spaces before and behind it', (world) => ` ${text(good(world)).replace(' ', '   ')}  `],
  ['audiences of others beside the own', claiming(({ claims }) => ({ aud: ['account', claims.aud] }))],
  ['a key by a name that nobody knows', withHeader(() => ({ kid: 'key-2' }))],
  ['an address of keys that is never asked', withHeader(() => ({ jku: 'https://issuer.example/keys' }))],
  ['much more than is needed', claiming(() => ({ more: 'x'.repeat(10_000) }))],
  ['claims that mean nothing here', claiming(() => ({ iss: 'https://issuer.example', scope: 'openid' }))],
  [
    'a member twice, the last one right',
    ({ signer, claims }) => `Bearer ${signedBy(signer, `{"aud":"x",${JSON.stringify(claims).slice(1)}`)}`,
  ],
]
