import { refuseDefinition, refuseExternalUuid } from '../../src/domain/import-limits'

describe('the definition of an upload', () => {
  test('is any where the token names none', () => expect(refuseDefinition({}, 'ab')).toBeNull())

  test('is the one that the token names', () =>
    expect(refuseDefinition({ definitionSha256: 'ab' }, 'ab')).toBeNull())

  test('is no other', () =>
    expect(refuseDefinition({ definitionSha256: 'ab' }, 'cd')).toEqual({ code: 'definition-not-allowed' }))
})

describe('the uuid of an external import', () => {
  test('is any where the token names none', () => expect(refuseExternalUuid({}, 'u-1')).toBeNull())

  test('is the one that the token names', () =>
    expect(refuseExternalUuid({ externalUuid: 'u-1' }, 'u-1')).toBeNull())

  test('is no other', () =>
    expect(refuseExternalUuid({ externalUuid: 'u-1' }, 'u-2')).toEqual({ code: 'external-uuid-not-allowed' }))

  test('is not asked of an import that claims none', () =>
    expect(refuseExternalUuid({ externalUuid: 'u-1' }, null)).toBeNull())
})
