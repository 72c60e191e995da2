import fc from 'fast-check'
import {
  type Claim,
  canonicalUuid,
  type ExternalIdentifierCommand,
  type ExternalIdentifierEvent,
  externalIdentifier,
} from '../../src/domain/external-identifier'
import { given } from '../support/given'

const uuid = '0b2f8f5e-4f0c-4c39-9d0a-5d6f2f6f8a11'
const first: Claim = { uuid, tokenId: 'token-1', importId: 'import-1' }
const sameToken: Claim = { uuid, tokenId: 'token-1', importId: 'import-2' }
const other: Claim = { uuid, tokenId: 'token-2', importId: 'import-3' }

const claim = (by: Claim, holder: ExternalIdentifierCommand['holder']): ExternalIdentifierCommand => ({
  type: 'ClaimExternalIdentifier',
  claim: by,
  holder,
})
const claimed = (by: Claim): ExternalIdentifierEvent => ({ type: 'ExternalIdentifierClaimed', ...by })

describe('claiming an external uuid', () => {
  test.each(['pending', 'imported', 'failed'] as const)(
    'that nobody has claimed succeeds, whatever is said of a holder (%s)',
    (holder) => given(externalIdentifier).when(claim(first, holder)).thenAccepted(claimed(first)),
  )

  test.each(['pending', 'imported'] as const)(
    'is answered, not recorded, when the same import asks again (%s)',
    (holder) => given(externalIdentifier, claimed(first)).when(claim(first, holder)).thenAccepted(),
  )

  test('that a dataset bears is refused for good', () =>
    given(externalIdentifier, claimed(first))
      .when(claim(other, 'imported'))
      .thenRefused({ code: 'external-uuid-taken', pending: false }))

  test('that another import is about to bear is refused for now, and nothing is said of the holder', () =>
    given(externalIdentifier, claimed(first))
      .when(claim(other, 'pending'))
      .thenRefused({ code: 'external-uuid-taken', pending: true }))

  test('that another upload with the same token is about to bear is the token in use', () =>
    given(externalIdentifier, claimed(first))
      .when(claim(sameToken, 'pending'))
      .thenRefused({ code: 'token-in-use' }))

  test('that another upload with the same token bears has cost the token', () =>
    given(externalIdentifier, claimed(first))
      .when(claim(sameToken, 'imported'))
      .thenRefused({ code: 'token-already-used', importId: first.importId, kind: 'external' }))

  test('succeeds when the dataset that bore it was withdrawn', () => {
    given(externalIdentifier, claimed(first)).when(claim(other, 'withdrawn')).thenAccepted(claimed(other))
    given(externalIdentifier, claimed(first))
      .when(claim(sameToken, 'withdrawn'))
      .thenAccepted(claimed(sameToken))
  })

  test('succeeds when the holder came to nothing', () => {
    given(externalIdentifier, claimed(first)).when(claim(other, 'failed')).thenAccepted(claimed(other))
    given(externalIdentifier, claimed(first))
      .when(claim(sameToken, 'failed'))
      .thenAccepted(claimed(sameToken))
  })

  test('meets the newest claim, not an older one', () => {
    const history = [claimed(first), claimed(other)]
    given(externalIdentifier, ...history)
      .when(claim(other, 'pending'))
      .thenAccepted()
    given(externalIdentifier, ...history)
      .when(claim(first, 'pending'))
      .thenRefused({ code: 'external-uuid-taken', pending: true })
  })
})

describe('the canonical form of a uuid', () => {
  const bare = uuid.replaceAll('-', '')

  test.each([
    uuid,
    uuid.toUpperCase(),
    `{${uuid}}`,
    `{${uuid.toUpperCase()}}`,
    `urn:uuid:${uuid}`,
    `URN:UUID:${uuid.toUpperCase()}`,
    bare,
    bare.toUpperCase(),
    `{${bare}}`,
    ` \t${uuid}\r\n`,
  ])('is lower case with hyphens (%j)', (spelling) => expect(canonicalUuid(spelling)).toBe(uuid))

  test.each([
    '',
    '{}',
    'urn:uuid:',
    uuid.slice(1),
    `${uuid}0`,
    uuid.replace('0b', '0g'),
    `{${uuid}`,
    `${uuid}}`,
    `{${uuid}0`,
    `0${uuid}}`,
    `{{${uuid}}}`,
    `urn:uuid:{${uuid}}`,
    `{urn:uuid:${uuid}}`,
    `urn:uuid:urn:uuid:${uuid}`,
    `urn:${uuid}`,
    `(${uuid})`,
    `{ ${uuid} }`,
    `${uuid} ${uuid}`,
    uuid.replaceAll('-', '_'),
    `${uuid.slice(0, 7)}-${uuid.slice(7).replace('-', '')}`,
    uuid.replace('0', '０'),
  ])('does not exist for what is no uuid (%j)', (text) => expect(canonicalUuid(text)).toBeNull())

  const spelling = fc
    .tuple(
      fc.uuid(),
      fc.constantFrom<(canonical: string) => string>(
        (text) => text,
        (text) => `{${text}}`,
        (text) => `urn:uuid:${text}`,
        (text) => text.replaceAll('-', ''),
        (text) => `{${text.replaceAll('-', '')}}`,
      ),
      fc.boolean(),
      fc.constantFrom('', ' ', '\n'),
    )
    .map(([canonical, wrap, upper, space]) => {
      const wrapped = wrap(canonical)
      return { canonical, spelled: space + (upper ? wrapped.toUpperCase() : wrapped) + space }
    })

  test('is the same for every spelling', () => {
    fc.assert(
      fc.property(spelling, ({ canonical, spelled }) => {
        expect(canonicalUuid(spelled)).toBe(canonical)
      }),
    )
  })

  test('is canonical itself, and of one shape, whatever text it is asked of', () => {
    const text = fc.oneof(
      spelling.map(({ spelled }) => spelled),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(text, (input) => {
        const canonical = canonicalUuid(input)
        if (canonical === null) return
        expect(canonicalUuid(canonical)).toBe(canonical)
        expect(canonical).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      }),
    )
  })
})
